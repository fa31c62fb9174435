import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Config, readConfig } from '#libs/platform/src/index.js';

/** A database of one's own, cloned from the migrated template in a few milliseconds. Gives its address. */
export async function cloneDatabase(): Promise<string> {
  const server = process.env.TEST_DATABASE_URL!;
  const name = `plai_t${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727002)'); // two clones of one template at once refuse each other
    await client.query(`create database ${name} template plai_template strategy file_copy`);
  } finally {
    await client.end();
  }
  return server.replace(/\/postgres$/, `/${name}`);
}

/** The environment of a process in tests: everything local, nothing of a running demo. `over` replaces variables. */
export function testEnv(
  databaseUrl: string,
  over: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  return {
    PORT: '0',
    PUBLIC_URL: 'http://plai.test',
    DATABASE_URL: databaseUrl,
    STRIPE_SECRET_KEY: 'sk_test_sandbox',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    STRIPE_HOST: '127.0.0.1',
    STRIPE_PORT: '1',
    STRIPE_PROTOCOL: 'http',
    SMTP_URL: 'smtp://127.0.0.1:1',
    FILES_DIR: process.env.TEST_FILES_DIR,
    OPS_TOKEN: 'test-operations-token',
    RATES_MAX_DAYS: '9999', // the shipped table is of 2021
    PLAI_SECRET: 'a-secret-for-tests-only-0123456789abcdef',
    ...over,
  };
}

/** The same as a checked configuration. */
export function testConfig(databaseUrl: string, over: Readonly<Record<string, string | undefined>> = {}): Config {
  return readConfig(testEnv(databaseUrl, over));
}
