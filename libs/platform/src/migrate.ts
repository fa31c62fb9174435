import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { APP_ROLE, OWNER_ROLE } from './data-source.js';
import { migrateQueue } from './queue.js';

/**
 * Brings a database to the newest schema. Safe when two processes start at once: the second waits. The user of the
 * address must be allowed to make roles the first time, or the two roles must be there and granted to it.
 */
export async function migrate(databaseUrl: string, migrations: DataSourceOptions['migrations']): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727001)');
    await prepareRoles(client);
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
    const { rows } = await client.query(`select pg_has_role(current_user, $1, 'member') as member`, [role]);
    if (!(rows[0] as { member: boolean }).member) await client.query(`grant ${role} to current_user`);
  }
  const { rows } = await client.query('select quote_ident(current_database()) as name');
  await client.query(`grant create on database ${(rows[0] as { name: string }).name} to ${OWNER_ROLE}`);
  await client.query(`create schema if not exists platform authorization ${OWNER_ROLE}`);
}

function ignoreDuplicate(error: Error & { code?: string }): void {
  if (error.code !== '42710' && error.code !== '23505') throw error;
}
