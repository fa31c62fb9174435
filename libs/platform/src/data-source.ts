import type { DataSourceOptions } from 'typeorm';
import type { Config } from './config.js';
import { PreparedClient } from './prepared.client.js';

/** The role that processes of Plai take at connect: it may not change or delete books and trails. */
export const APP_ROLE = 'plai_app';
/** The role that owns the tables; migrations run as it. */
export const OWNER_ROLE = 'plai_owner';
const session = `-c role=${APP_ROLE} -c idle_in_transaction_session_timeout=60000 -c timezone=UTC`;

/** TypeORM's options for a running process; each lib's module registers its own entities. */
export function dataSourceOptions(config: Config, poolSize = 20): DataSourceOptions {
  const base = {
    type: 'postgres',
    synchronize: false,
    extra: { max: poolSize, options: session, Client: PreparedClient },
    logging: false,
  } as const;
  if (!config.databaseReadUrl) return { ...base, url: config.databaseUrl };
  const slaves = [{ url: config.databaseReadUrl }];
  // A replica is a little behind, so only who asks for it reads there: whoever has just written reads what he wrote.
  return { ...base, replication: { master: { url: config.databaseUrl }, slaves, defaultMode: 'master' } };
}
