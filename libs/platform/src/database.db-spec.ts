import { describe, expect, it } from '@jest/globals';
import { openRoom } from '../../../test/support/room.js';
import { cloneDatabase } from '../../../test/support/database.js';
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
});
