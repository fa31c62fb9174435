import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { configure } from '#apps/web/src/configure.js';
import { PageCache } from '#apps/web/src/edge/page.cache.js';
import { WebAdapter } from '#apps/web/src/edge/web.adapter.js';
import { WebModule } from '#apps/web/src/web.module.js';
import { Courier, Database } from '#libs/platform/src/index.js';
import { Contract } from './contract.js';
import { cloneDatabase, testConfig } from './database.js';
import { type Mailbox, openPost } from './post.js';

/** The whole web process on a database of its own, listening on a free port. Close it in `afterAll`. */
export interface Web {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly db: Database;
  /** Where its letters go. */
  readonly box: Mailbox;
  get<T>(type: abstract new (...args: never[]) => T): T;
  /** A request as a browser on our own pages makes it; redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a form as such a browser does. */
  post(path: string, fields: Record<string, string | readonly string[]>, init?: RequestInit): Promise<Response>;
  /** What the API document promised of every answer so far; a breach fails `close`. */
  readonly contract: Contract;
  /** Delivers every event to its consumers, and runs the chores when asked. */
  drain(options?: { chores?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Starts the web process. `env` replaces variables of the test configuration; pages are not kept unless `cacheMs` says so. */
export async function openWeb({
  env = {},
  cacheMs = 0,
}: { env?: Record<string, string>; cacheMs?: number } = {}): Promise<Web> {
  const { box, env: post } = await openPost();
  const config = testConfig(await cloneDatabase(), { ...post, ...env });
  const module = await Test.createTestingModule({ imports: [WebModule.with(config)] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new WebAdapter('silent'), { rawBody: true });
  await configure(app);
  const contract = Contract.of(app);
  await app.listen(0, '127.0.0.1');
  app.get(PageCache).ttl = cacheMs;
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { 'sec-fetch-site': 'same-origin', ...(init.headers as object) },
    });
  return {
    app,
    url,
    contract,
    db: app.get(Database),
    box,
    get: <T>(type: abstract new (...args: never[]) => T) => app.get<T>(type, { strict: false }),
    fetch: ask,
    post: (path, fields, init = {}) => ask(path, { method: 'POST', body: formOf(fields), ...init }),
    drain: (options) => app.get(Courier).drain(options),
    close: async () => {
      await app.close();
      await box.close();
      contract.mustHold();
    },
  };
}

function formOf(fields: Record<string, string | readonly string[]>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
  );
}
