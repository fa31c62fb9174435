import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { APP_ROLE, OWNER_ROLE } from './data-source.js';
import { migrateQueue } from './queue.js';

/**
 * Brings a database to the newest schema. Safe when two processes start at once: the second waits. The user of the
 * address must be allowed to make roles the first time, or the two roles must be there and granted to it. The user of
 * `appUrl`, as whom processes connect, may then take the application's role.
 */
export async function migrate(
  databaseUrl: string,
  migrations: DataSourceOptions['migrations'],
  appUrl = databaseUrl,
): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727001)');
    await prepareRoles(client);
    const user = decodeURIComponent(new URL(appUrl).username);
    if (user && user !== client.user) await letTake(client, APP_ROLE, user);
    const source = await new DataSource({
      type: 'postgres',
      url: databaseUrl,
      schema: 'platform',
      migrations,
      migrationsTransactionMode: 'each',
      extra: { max: 1, options: `-c role=${OWNER_ROLE}` },
    }).initialize();
    try {
      await source.runMigrations();
      // A web process says in /readyz whether the schema is the one it needs.
      await source.query(`grant select on platform.migrations to ${APP_ROLE}`);
    } finally {
      await source.destroy();
    }
    await migrateQueue(databaseUrl);
  } finally {
    await client.end();
  }
}

async function prepareRoles(client: pg.Client): Promise<void> {
  for (const role of [OWNER_ROLE, APP_ROLE]) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    // Roles belong to the whole server: another database's migration may make them at the same moment.
    if (!rowCount) await client.query(`create role ${role} nologin`).catch(ignoreDuplicate);
    await letTake(client, role, client.user!);
  }
  const { rows } = await client.query('select quote_ident(current_database()) as name');
  await client.query(`grant create on database ${(rows[0] as { name: string }).name} to ${OWNER_ROLE}`);
  await client.query(`create schema if not exists platform authorization ${OWNER_ROLE}`);
}

async function letTake(client: pg.Client, role: string, user: string): Promise<void> {
  const { rows } = await client.query('select pg_has_role($2, $1, $3) as member', [role, user, 'member']);
  if (!(rows[0] as { member: boolean }).member) await client.query(`grant ${role} to ${pg.escapeIdentifier(user)}`);
}

function ignoreDuplicate(error: Error & { code?: string }): void {
  if (error.code !== '42710' && error.code !== '23505') throw error;
}
