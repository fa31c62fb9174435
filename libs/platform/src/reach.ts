import fs from 'node:fs';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Config, ConfigError } from './config.js';

const WAIT_MS = 5_000;
const POSTGRES_LEAST = 140_000;

/**
 * Looks whether what the configuration names is there: databases, Redis, the folder of files. Throws ConfigError that
 * names each variable whose place does not answer, and what it said.
 */
export async function mustBeReachable(config: Config): Promise<void> {
  const { databaseUrl, databaseMigrateUrl, databaseReadUrl, redisUrl, files } = config;
  const tried = await Promise.all([
    trouble('DATABASE_URL', () => postgres(databaseUrl)),
    databaseMigrateUrl !== databaseUrl && trouble('DATABASE_MIGRATE_URL', () => postgres(databaseMigrateUrl)),
    databaseReadUrl && trouble('DATABASE_READ_URL', () => postgres(databaseReadUrl)),
    redisUrl && trouble('REDIS_URL', () => redis(redisUrl)),
    'dir' in files && trouble('FILES_DIR', () => folder(files.dir)),
  ]);
  const problems = tried.filter((problem) => typeof problem === 'string' && problem !== '');
  if (problems.length > 0) throw new ConfigError(problems as string[]);
}

async function trouble(name: string, look: () => Promise<void> | void): Promise<string> {
  try {
    await look();
    return '';
  } catch (error) {
    const { message, code, errors } = error as AggregateError & { code?: string };
    return `${name} cannot be used: ${message || errors?.map(String).join('; ') || code}`;
  }
}

async function postgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    if (rows[0]!.version < POSTGRES_LEAST) throw new Error('PostgreSQL 14 or newer is needed');
  } finally {
    await client.end();
  }
}

async function redis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: WAIT_MS, retryStrategy: () => null });
  let said: Error | undefined;
  client.on('error', (error) => (said = error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw said ?? error;
  } finally {
    client.disconnect();
  }
}

function folder(dir: string): void {
  fs.mkdirSync(dir, { recursive: true });
  fs.accessSync(dir, fs.constants.W_OK);
}
