import { createPostgresBackend, Queue, runMigrations, Worker, type Job, type WorkerOptions } from 'bullmq';
import pg from 'pg';
import type { Config } from './config.js';
import { APP_ROLE } from './data-source.js';

const FIRST_PAUSE_MS = 500;
const PAUSE_MAX_MS = 15 * 60_000;

/**
 * How long a job rests after so many tries: half a second, then twice as long each time, but never longer than a quarter
 * of an hour, so that a letter follows soon after its mail server is back, however long that was away.
 */
export function restAfter(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), PAUSE_MAX_MS);
}

/** The processor of a queue: what it throws makes the job come again. */
export type Processor = (job: Job) => Promise<void>;

/** Opens a queue: on Redis when REDIS_URL is set, else on PostgreSQL. The same code, one setting. */
export function openQueue(config: Config, name: string): Queue {
  if (config.redisUrl) return new Queue(name, { connection: { url: config.redisUrl }, prefix: 'plai' });
  return new Queue(name, { connection: onPostgres(config, 2) }, createPostgresBackend) as unknown as Queue;
}

/** Starts a worker of a queue. */
export function openWorker(
  config: Config,
  name: string,
  work: Processor,
  given: Omit<WorkerOptions, 'connection' | 'prefix' | 'settings'> = {},
): Worker {
  const options = { ...given, settings: { backoffStrategy: restAfter } };
  if (config.redisUrl)
    return new Worker(name, work, { connection: { url: config.redisUrl }, prefix: 'plai', ...options });
  return new Worker(
    name,
    work,
    { connection: onPostgres(config, 4), ...options },
    createPostgresBackend,
  ) as unknown as Worker;
}

/** Makes or updates the queue's own tables and lets the application's role use them (it makes a sequence per queue). */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await runMigrations(client);
    await client.query(`grant usage, create on schema bullmq to ${APP_ROLE}`);
    for (const things of ['tables', 'sequences', 'functions']) {
      await client.query(`grant all on all ${things} in schema bullmq to ${APP_ROLE}`);
    }
  } finally {
    await client.end();
  }
}

function onPostgres(config: Config, max: number): { connectionString: string; max: number; options: string } {
  return { connectionString: config.databaseUrl, max, options: `-c role=${APP_ROLE}` };
}
