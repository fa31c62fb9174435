// A whole Plai for measuring: a database, web and worker processes, the sandbox and the mailbox, and one open campaign,
// all in a folder of its own that goes with it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { cast } from '#apps/cli/src/demo/cast.js';
import { smallWork } from '#apps/cli/src/demo/works.data.js';
import { calendar, today } from '#apps/cli/src/world/dates.js';
import { passUntil, publish, reach, voteOn } from '#apps/cli/src/world/life.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import { sendProject } from '#apps/cli/src/world/works-plan.js';
import { World } from '#apps/cli/src/world/world.js';
import { ensureDatabase, migrate, startDevDatabase } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';
import { Household } from '../../scripts/household.mjs';
import { freePort } from '../../scripts/ports.mjs';

const OPERATORS = ['one@operator.plai.example', 'two@operator.plai.example'];
const TOKENS = { OPS_TOKEN: 'operations-token-of-the-bench', REPLAY_TOKEN: 'replay-token-of-the-bench' };
/** Signs what the sandbox tells. */
export const WEBHOOK_SECRET = 'whsec_of_the_bench';
const PLACE = { placeCode: '8327000', placeName: 'Salcia', domain: 'salcia.plai.example', iban: 'MD10AG398259791907483378' }; // prettier-ignore
const WORDS = {
  title: 'Apeduct pentru mahalaua de sus',
  summary: '1,2 km de țeavă și zece cișmele pentru casele de pe deal.',
  why: 'Fântânile din deal seacă din iulie. Oamenii cară apa cu căruța, iar bătrânii așteaptă vecinii.',
  sector: 'water',
  peopleServed: 210,
};
/** So much that nothing measured here fills it. */
const SUMS = { town: 90_000, people: 5_000_000, minimum: 20_000 };

/**
 * Starts it; `close` ends and removes everything. `telling`: whether the sandbox tells the web of events, or somebody else
 * will; `webs`: how many web processes; `env` is added to web and worker.
 */
export async function openHouse({ telling = true, webs: many = 1, env: more = {} } = {}) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-bench-'));
  fs.chmodSync(dir, 0o755);
  const household = new Household(dir, (error) => console.error(error));
  const server = await measuredDatabase(dir);
  const forget = () => {
    server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  const close = async () => {
    await household.stop();
    forget();
  };
  // Who is stopped half way leaves nothing behind either: the processes go with their parent, the server would not.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (forget(), process.exit(1)));
  try {
    const databaseUrl = await ensureDatabase(server, 'bench');
    await migrate(databaseUrl, migrations);
    const env = await environment(dir, databaseUrl, more);
    const webhooks = telling ? { WEBHOOK_URL: `${env.PUBLIC_URL}/webhooks/stripe` } : {};
    await household.launch('stripe-sandbox', { ...inherited(), PORT: env.STRIPE_PORT, WEBHOOK_SECRET, ...webhooks });
    await household.launch('mailbox', { ...inherited(), PORT: env.MAILBOX_PORT, SMTP_PORT: env.SMTP_PORT });
    await household.run('cli', ['rates', 'libs/rates/data/bnm-2021-07-29.xml'], env);
    await household.run('cli', ['create-operator', ...OPERATORS], env);
    const ports = [env.PORT];
    while (ports.length < many) ports.push(String(await freePort()));
    await Promise.all([
      ...ports.map((PORT) => household.launch('web', { ...env, PORT })),
      household.launch('worker', env),
    ]);
    const webs = ports.map((port) => `http://127.0.0.1:${port}`);
    const world = worldOf(env);
    const operators = await Promise.all(OPERATORS.map((email) => world.signIn(email, 'Operator')));
    await world.sandbox('/settings', { payoutEverySeconds: 0, rateLimit: 0 }, 'PATCH');
    return { world, webs, operators, databaseUrl, close, campaign: (model) => campaign(world, operators, model) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database that counts its statements: it reads what it is to load when it starts, so it starts twice. */
async function measuredDatabase(dir) {
  const server = await startDevDatabase(dir);
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  await client.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await client.end();
  server.stop();
  return startDevDatabase(dir);
}

async function environment(dir, databaseUrl, more) {
  const [web, sandbox, mailbox, smtp] = [await freePort(), await freePort(), await freePort(), await freePort()].map(String); // prettier-ignore
  return {
    ...{ ...inherited(), ...TOKENS, PORT: web, PUBLIC_URL: `http://127.0.0.1:${web}`, DATABASE_URL: databaseUrl },
    ...{ STRIPE_SECRET_KEY: 'sk_test_bench', STRIPE_HOST: '127.0.0.1', STRIPE_PORT: sandbox, STRIPE_PROTOCOL: 'http' },
    RATES_MAX_DAYS: '9999', // the shipped table is of 2021
    ...{ STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, SMTP_URL: `smtp://127.0.0.1:${smtp}`, SMTP_PORT: smtp },
    ...{
      MAILBOX_PORT: mailbox,
      FILES_DIR: path.join(dir, 'files'),
      PLAI_SECRET: 'secret-of-the-bench-0123456789abcdef',
    },
    ...more,
  };
}

/** What a process needs to run at all; nothing of a Plai that runs beside this one. */
function inherited() {
  const { PATH, HOME, TMPDIR, NODE_OPTIONS } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(NODE_OPTIONS && { NODE_OPTIONS }) };
}

function worldOf(env) {
  return new World({
    publicUrl: env.PUBLIC_URL,
    mailboxUrl: `http://127.0.0.1:${env.MAILBOX_PORT}`,
    sandboxUrl: `http://127.0.0.1:${env.STRIPE_PORT}`,
    opsToken: TOKENS.OPS_TOKEN,
    replayToken: TOKENS.REPLAY_TOKEN,
  });
}

/** A town with its association, and its project on the first day of its campaign. Gives the project and its page's path. */
async function campaign(world, operators, model) {
  const town = await foundTown(world, operators, cast(PLACE));
  const day = calendar(await today(world));
  const works = await sendProject(world, town, smallWork(day, WORDS, { ...SUMS, model }));
  await passUntil(world, await voteOn(world, town, `project:${works.id}`));
  await publish(world, operators, works);
  await passUntil(world, new Date(`${works.plan.opensOn}T00:00:00Z`));
  await reach(world, works, 'campaign');
  const [{ project }, { slug }] = await Promise.all([
    world.anybody.get(`/projects/${works.id}`),
    world.anybody.get(`/places/${PLACE.placeCode}`),
  ]);
  return { works, path: `/ro/p/${slug}/${project.slug}` };
}
