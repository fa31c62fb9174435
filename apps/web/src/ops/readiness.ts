import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config, Database } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';

/** What a check found. */
export type Check = 'ok' | 'behind' | 'unreachable';
const WAIT_MS = 2_000;

/** Looks at everything that a page needs. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private readonly redis: Redis | null;

  constructor(
    private readonly db: Database,
    { redisUrl }: Config,
  ) {
    this.redis = redisUrl ? new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1 }) : null;
    this.redis?.on('error', () => undefined); // the check says it
  }

  /** Each part by name; answers within a few seconds whatever hangs. */
  async check(): Promise<Record<'database' | 'migrations' | 'queue', Check>> {
    const [database, migrated, queue] = await Promise.all([
      settled(this.db.rows('select 1').then(() => 'ok' as const)),
      settled(this.migrated()),
      settled(this.queue()),
    ]);
    return { database, migrations: migrated, queue };
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  private async migrated(): Promise<Check> {
    const names = migrations.map(({ name }) => name);
    const done = await this.db.rows('select 1 from platform.migrations where name = any($1::text[])', [names]);
    return done.length === names.length ? 'ok' : 'behind';
  }

  private async queue(): Promise<Check> {
    if (this.redis) await this.redis.ping();
    const [found] = await this.db.rows<{ there: boolean }>(`select to_regnamespace('bullmq') is not null as there`);
    return this.redis || found?.there ? 'ok' : 'behind';
  }
}

function settled(work: Promise<Check>): Promise<Check> {
  return soon(work, 'unreachable');
}

/** What `work` answers, or `otherwise` when it fails or takes longer than whoever watches us may wait. */
export async function soon<T>(work: Promise<T>, otherwise: T): Promise<T> {
  const late = new Promise<T>((resolve) => setTimeout(() => resolve(otherwise), WAIT_MS).unref());
  return await Promise.race([work.catch(() => otherwise), late]);
}
