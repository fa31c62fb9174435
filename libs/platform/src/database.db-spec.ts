import { describe, expect, it } from '@jest/globals';
import { openRoom } from '../../../test/support/room.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { rowsOf } from './index.js';

const NAME = 'select current_database() as name';

describe('a database with a replica', () => {
  it('reads there what is public and nothing else: a replica is behind', async () => {
    const replica = await cloneDatabase();
    const { db, close } = await openRoom([], { DATABASE_READ_URL: replica });
    const named = async (reading: Promise<readonly { name: string }[]>) => (await reading)[0]!.name;
    const there = new URL(replica).pathname.slice(1);
    const query = db.entities.createQueryBuilder().select('current_database()', 'name').from('(select 1)', 'one');
    expect(await named(db.publicRows(NAME))).toBe(there);
    const here = await named(db.rows(NAME));
    expect(here).not.toBe(there);
    expect(await named(query.getRawMany<{ name: string }>())).toBe(here);
    expect(await named(db.transaction((tx) => rowsOf(tx, NAME)))).toBe(here);
    await close();
  });

  it('does without it while it is away', async () => {
    const replica = await cloneDatabase();
    const room = await openRoom([], { DATABASE_READ_URL: replica });
    const there = new URL(replica).pathname.slice(1);
    expect(await room.db.publicRows(NAME)).toEqual([{ name: there }]);
    await asSuperuser(room, async (client) => {
      await client.query(`alter database ${there} with allow_connections false`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [there]);
    });
    expect(await room.db.publicRows(NAME)).toEqual(await room.db.rows(NAME));
    await room.close();
  });
});
