import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { type INestApplicationContext, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BankDesk } from '#apps/cli/src/world/bank-desk.js';
import { calendar, today } from '#apps/cli/src/world/dates.js';
import { passUntil, publish, reach, voteOn } from '#apps/cli/src/world/life.js';
import type { Operators, Town } from '#apps/cli/src/world/town.js';
import { sendProject, type Works, type WorksPlan } from '#apps/cli/src/world/works-plan.js';
import { type Actor, World } from '#apps/cli/src/world/world.js';
import { type Mailbox, startMailbox } from '#apps/mailbox/src/mailbox.js';
import { type Sandbox, startSandbox } from '#apps/stripe-sandbox/src/sandbox.js';
import { configure } from '#apps/web/src/configure.js';
import { WebAdapter } from '#apps/web/src/edge/web.adapter.js';
import { WebModule } from '#apps/web/src/web.module.js';
import { WorkerModule } from '#apps/worker/src/worker.module.js';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type Config, Database, fromRoot, readConfig } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { Contract } from './contract.js';
import { cloneDatabase, testEnv } from './database.js';

const SECRET = 'whsec_test';
const REPLAY_TOKEN = 'replay-token-of-tests';
const OPS_TOKEN = 'test-operations-token';

/** Web, worker, sandbox and mailbox on one database of their own, and a client that sees them from outside. Close it in `afterAll`. */
export interface RunningWorld {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly mailbox: Mailbox;
  /** Everything that web and workers have logged. */
  readonly log: readonly string[];
  readonly operators: Operators;
  readonly bank: BankDesk;
  readonly db: Database;
  /** Addresses of the web processes; the first is the one that letters and Stripe know. */
  readonly webs: readonly string[];
  /** What the API document promised of every answer so far; a breach fails `close`. */
  readonly contracts: readonly Contract[];
  /** Starts one more worker on the same database. */
  addWorker(): Promise<INestApplicationContext>;
  /** Stops every worker that is not a process of its own. */
  stopWorkers(): Promise<void>;
  /** Starts one more worker as a process of its own, which can be killed. Resolves when it works. */
  workerProcess(): Promise<ChildProcess>;
  /** Puts a process of its own, which can be killed, in the place of the first web, at its address. Needs a second web. */
  webProcess(): Promise<ChildProcess>;
  get<T>(type: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

/** Starts a whole Plai: two operators are there, and the rates that are shipped; nothing else. */
export async function openWorld({ webs = 1, workers = 1 } = {}): Promise<RunningWorld> {
  const log: string[] = [];
  const port = await freePort();
  const [sandbox, mailbox] = await Promise.all([
    startSandbox({
      webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe`,
      webhookSecret: SECRET,
      settings: { rateLimit: 0, payoutEverySeconds: 0, retrySeconds: [1] },
    }),
    startMailbox(),
  ]);
  const env = testEnv(await cloneDatabase(), {
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    STRIPE_PORT: String(sandbox.port),
    STRIPE_WEBHOOK_SECRET: SECRET,
    SMTP_URL: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    OPS_TOKEN,
    REPLAY_TOKEN,
  });
  const config = readConfig(env);
  const pages: NestFastifyApplication[] = [];
  const contracts: Contract[] = [];
  for (let number = 0; number < webs; number += 1) {
    const { app, contract } = await startWeb(config, number === 0 ? port : 0, log);
    pages.push(app);
    contracts.push(contract);
  }
  const running: INestApplicationContext[] = [];
  const addWorker = async () => {
    const worker = await startWorker(config, log);
    running.push(worker);
    return worker;
  };
  for (let number = 0; number < workers; number += 1) await addWorker();
  const get = <T>(type: abstract new (...args: never[]) => T) => pages.at(-1)!.get<T>(type, { strict: false });
  const world = new World({
    publicUrl: config.publicUrl,
    mailboxUrl: `http://127.0.0.1:${mailbox.port}`,
    sandboxUrl: sandbox.url,
    opsToken: OPS_TOKEN,
    replayToken: REPLAY_TOKEN,
  });
  await get(RatesService).loadShipped();
  const operators: Operators = [await operator(get, world, 'Natalia Popa'), await operator(get, world, 'Andrei Ceban')];
  const bank = new BankDesk(world, operators);
  for (const currency of ['MDL', 'EUR'] as const) await bank.account(currency);
  return {
    ...{ world, sandbox, mailbox, log, operators, bank, contracts, addWorker, get },
    stopWorkers: async () => void (await Promise.all(running.splice(0).map((worker) => worker.close()))),
    workerProcess: () => startProcess('worker', env),
    webProcess: async () => {
      if (pages.length === webs) await pages.shift()!.close();
      return startProcess('web', { ...env, PORT: String(port) });
    },
    db: get(Database),
    webs: await Promise.all(pages.map((page) => page.getUrl())),
    close: async () => {
      await Promise.all(running.map((worker) => worker.close().catch(() => undefined)));
      await Promise.all(pages.map((page) => page.close()));
      await Promise.all([sandbox.close(), mailbox.close()]);
      for (const contract of contracts) contract.mustHold();
    },
  };
}

/** Takes a plan from its draft to the first day of its campaign: endorsed by its association, published by two operators. */
export async function campaignOf(
  { world, operators }: Pick<RunningWorld, 'world' | 'operators'>,
  town: Town,
  planOf: (day: ReturnType<typeof calendar>) => WorksPlan,
): Promise<Works> {
  const works = await sendProject(world, town, planOf(calendar(await today(world))));
  const closes = await voteOn(world, town, `project:${works.id}`, ['yes', 'yes', 'yes', 'yes', 'abstain']);
  await passUntil(world, closes);
  await publish(world, operators, works);
  await passUntil(world, new Date(`${works.plan.opensOn}T00:00:00Z`));
  await reach(world, works, 'campaign');
  return works;
}

/** The totals of a project as they are now: somebody signed in asks, because what anybody reads may be a second old. */
export function shown<T>({ operators }: Pick<RunningWorld, 'operators'>, { id }: Pick<Works, 'id'>): Promise<T> {
  return operators[0].api.get<T>(`/projects/${id}`);
}

async function operator(get: RunningWorld['get'], world: World, name: string): Promise<Actor> {
  const email = `${name.toLowerCase().replace(' ', '.')}@operator.plai.example`;
  await get(Database).transaction(async (tx) => {
    const id = await get(PersonsService).ensure(tx, { email, name, lang: 'ro' });
    await get(StaffService).appoint(tx, id, null);
  });
  return world.signIn(email, name);
}

async function startWeb(
  config: Config,
  port: number,
  log: string[],
): Promise<{ app: NestFastifyApplication; contract: Contract }> {
  const adapter = new WebAdapter('info', { write: (line: string) => void log.push(line) });
  const options = { rawBody: true, bufferLogs: true, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(WebModule.with(config), adapter, options);
  await configure(app);
  const contract = Contract.of(app);
  await app.listen(port, '127.0.0.1');
  return { app, contract };
}

function startWorker(config: Config, log: string[]): Promise<INestApplicationContext> {
  const write = (...said: unknown[]) => void log.push(said.map(String).join(' '));
  const quiet = () => undefined;
  const logger: LoggerService = { log: quiet, warn: write, error: write };
  return NestFactory.createApplicationContext(WorkerModule.with(config), { logger, abortOnError: false });
}

function startProcess(name: 'web' | 'worker', env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = fork(fromRoot(`dist/apps/${name}/src/main.js`), {
    env: { ...env, PATH: process.env.PATH },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', () => reject(new Error(`the ${name} did not start`)));
  });
}

/** A port that nobody listens on: Stripe must know the address of the web before the web knows Stripe's. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
