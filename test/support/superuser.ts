import pg from 'pg';
import type { Room } from './room.js';

/** Does something in the room's database as a superuser: for what no process of Plai may do, such as planting a breach. */
export async function asSuperuser<T>(room: Pick<Room, 'db'>, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const [row] = await room.db.rows<{ name: string }>('select current_database() as name');
  const client = new pg.Client(process.env.TEST_DATABASE_URL!.replace(/\/postgres$/, `/${row!.name}`));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs statements with every trigger of these tables off, as somebody who owns the machine could. */
export async function plant(
  room: Pick<Room, 'db'>,
  tables: readonly string[],
  statements: readonly string[],
): Promise<void> {
  await asSuperuser(room, async (client) => {
    await client.query('begin');
    for (const table of tables) await client.query(`alter table ${table} disable trigger all`);
    for (const statement of statements) await client.query(statement);
    for (const table of tables) await client.query(`alter table ${table} enable trigger all`);
    await client.query('commit');
  });
}
