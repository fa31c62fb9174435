import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, Config, ConfigError, Database } from '#libs/platform/src/index.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const TOKEN = { authorization: 'Bearer test-operations-token' };
const NOT_IT: Record<string, string>[] = [
  {},
  { authorization: 'Bearer test-operations-tokeN' },
  { authorization: 'Basic dGVzdA==' },
];

const PRODUCTION = {
  NODE_ENV: 'production',
  PORT: '0',
  PUBLIC_URL: 'https://plai.example.org',
  STRIPE_SECRET_KEY: 'sk_test_one',
  STRIPE_WEBHOOK_SECRET: 'whsec_one',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'plai@example.org',
  OPERATOR: 'Asociația Plai',
  SUCCESSOR: 'Fundația Urmașii',
  FILES_DIR: os.tmpdir(),
  PLAI_SECRET: '0123456789abcdef0123456789abcdef',
};

describe('the operations contract', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb();
    await web.db.rows(
      `insert into platform.trail (actor, action, subject, data, at) select null, 'test.done', 'thing/' || n, '{}', platform.now() from generate_series(1, 3) n`,
    );
  });
  afterAll(() => web.close());

  it.each([
    ['GET', '/ops/ledger/journals'],
    ['GET', '/ops/ledger/journals?after='],
    ['GET', '/ops/ledger/trial-balance'],
    ['GET', '/ops/audit-log'],
    ['GET', '/ops/audit'],
    ['GET', '/ops/queues'],
  ])('%s %s answers the token alone', async (method, path) => {
    for (const headers of NOT_IT) expect((await web.fetch(path, { method, headers })).status).toBe(404);
    expect((await web.fetch(path, { method, headers: TOKEN })).status).toBe(200);
  });

  it('is closed where there is no token', async () => {
    const closed = await openWeb({ env: { OPS_TOKEN: '' } });
    for (const path of ['/ops/audit', '/metrics'])
      expect((await closed.fetch(path, { headers: { authorization: 'Bearer ' } })).status).toBe(404);
    await closed.close();
  });

  it('measures how long the oldest journal has waited for its seal', async () => {
    const answer = await web.fetch('/metrics', { headers: TOKEN });
    expect(await answer.text()).toMatch(/^plai_ledger_unsealed_seconds \d/m);
  });

  it('says nothing is wrong and nothing waits', async () => {
    const read = async (path: string): Promise<unknown> => (await web.fetch(path, { headers: TOKEN })).json();
    expect(await read('/ops/audit')).toEqual({ data: [] });
    expect(await read('/ops/queues')).toMatchObject({ idle: true, outbox: 0 });
  });

  it('gives the audit log as lines, page after page, and refuses a cursor that is none', async () => {
    const lines = async (path: string) => {
      const answer = await web.fetch(path, { headers: TOKEN });
      expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
      const text = await answer.text();
      return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { cursor: string; subject: string }); // prettier-ignore
    };
    const all = await lines('/ops/audit-log');
    const first = await lines('/ops/audit-log?limit=2');
    const rest = await lines(`/ops/audit-log?after=${first.at(-1)!.cursor}`);
    expect(all.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['thing/1', 'thing/2', 'thing/3']));
    expect([...first, ...rest]).toEqual(all);
    expect((await web.fetch('/ops/audit-log?after=x', { headers: TOKEN })).status).toBe(400);
  });

  it('does not run in production on a clock that was moved', async () => {
    const clock = new Clock(web.get(Database), Object.assign(new Config(), { production: true }));
    await clock.onModuleInit();
    await web.get(Clock).moveBy(1000);
    await expect(clock.onModuleInit()).rejects.toThrow(ConfigError);
    await expect(clock.moveBy(1000)).rejects.toMatchObject({ code: 'clock-fixed' });
    await expect(clock.setBack(1000)).rejects.toMatchObject({ code: 'clock-fixed' });
  });

  it.each([
    ['web', []],
    ['worker', []],
    ['cli', ['audit']],
  ])('the process %s ends at once on such a clock', async (app, args) => {
    await web.get(Clock).moveBy(1000);
    const env: NodeJS.ProcessEnv = { ...PRODUCTION, PATH: process.env.PATH, DATABASE_URL: web.get(Config).databaseUrl };
    const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`, ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([child.exitCode, said]).toEqual([1, expect.stringContaining("DATABASE_URL is a demonstration's")]);
  });
});
