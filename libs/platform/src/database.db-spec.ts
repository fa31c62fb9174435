import { describe, expect, it } from '@jest/globals';
import { openRoom } from '../../../test/support/room.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { hold, rowsOf, type Tx } from './index.js';

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

describe('a database without a replica', () => {
  it('is asked once, also when it does not answer', async () => {
    const room = await openRoom([]);
    await asSuperuser(room, (client) =>
      client.query('create sequence audit.asked; grant usage on audit.asked to plai_app'),
    );
    await expect(room.db.publicRows(`select nextval('audit.asked') / 0`)).rejects.toThrow('division by zero');
    expect(await room.db.rows(`select nextval('audit.asked') as n`)).toEqual([{ n: '2' }]);
    await room.close();
  });
});

describe('a statement that was prepared', () => {
  it('goes on after a migration has changed what it gives', async () => {
    const room = await openRoom([]);
    const all = (tx?: Tx) => {
      const [sql, one] = ['select * from audit.shape where $1::int = 1', [1]];
      return tx ? rowsOf(tx, sql, one) : room.db.rows(sql, one);
    };
    const alter = (sql: string) => asSuperuser(room, (client) => client.query(sql));
    await alter(
      'create table audit.shape (a int); grant select on audit.shape to plai_app; insert into audit.shape values (7)',
    );
    expect(await Promise.all(Array.from({ length: 20 }, () => all()))).toEqual(Array(20).fill([{ a: 7 }]));
    await alter('alter table audit.shape add column b int default 8');
    expect(await Promise.all(Array.from({ length: 20 }, () => all()))).toEqual(Array(20).fill([{ a: 7, b: 8 }]));
    await alter('alter table audit.shape drop column a');
    expect(await room.db.transaction((tx) => all(tx))).toEqual([{ b: 8 }]);
    await room.close();
  });
});

describe('a thing that is held', () => {
  it('is one’s own until the transaction ends, unless both share it; what has another name waits for nobody', async () => {
    const room = await openRoom([]);
    const taken = async (thing: string, shared: boolean) => {
      const mine = room.db.transaction(async (tx) => {
        await tx.query(`set local lock_timeout = '200ms'`);
        await hold(tx, thing, { shared });
      });
      return mine.then(
        () => true,
        () => false,
      );
    };
    await room.db.transaction(async (tx) => {
      await hold(tx, 'phone:1');
      await hold(tx, 'gate:1', { shared: true });
      expect(await taken('phone:1', false)).toBe(false);
      expect(await taken('vote:1', false)).toBe(true);
      expect([await taken('gate:1', true), await taken('gate:1', false)]).toEqual([true, false]);
    });
    expect(await taken('phone:1', false)).toBe(true);
    await room.close();
  });
});
