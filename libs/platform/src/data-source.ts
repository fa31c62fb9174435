import type { DataSourceOptions } from 'typeorm';
import type { Config } from './config.js';
import { PreparedClient } from './prepared.client.js';

/** The role that processes of Plai take at connect: it may not change or delete books and trails. */
export const APP_ROLE = 'plai_app';
/** The role that owns the tables; migrations run as it. */
export const OWNER_ROLE = 'plai_owner';
const CONNECTIONS = 20;

/** TypeORM's options for a running process; each lib's module registers its own entities. */
export function dataSourceOptions(config: Config): DataSourceOptions {
  const base = { type: 'postgres', synchronize: false, extra: connections(config), logging: false } as const;
  if (!config.databaseReadUrl) return { ...base, url: config.databaseUrl };
  const slaves = [{ url: config.databaseReadUrl }];
  // A replica is a little behind, so only who asks for it reads there: whoever has just written reads what he wrote.
  return { ...base, replication: { master: { url: config.databaseUrl }, slaves, defaultMode: 'master' } };
}

/**
 * Nothing waits for ever: the database gives up a statement, and sooner one that waits for a lock; when it says nothing at
 * all, or no connection gets free, we do.
 */
function connections({ statementSeconds }: Config) {
  const most = statementSeconds * 1000;
  const silence = Math.round(most * 1.25);
  const session = {
    role: APP_ROLE,
    timezone: 'UTC',
    idle_in_transaction_session_timeout: 60_000,
    statement_timeout: most,
    lock_timeout: Math.round(most / 3),
  };
  const options = Object.entries(session).map(([name, value]) => `-c ${name}=${value}`).join(' '); // prettier-ignore
  return { max: CONNECTIONS, options, Client: PreparedClient, query_timeout: silence, connectionTimeoutMillis: silence, keepAlive: true }; // prettier-ignore
}
