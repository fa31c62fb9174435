import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { asSuperuser, plant } from '../../../test/support/superuser.js';
import {
  account,
  type ExportedJournal,
  type Journal,
  into,
  LedgerModule,
  LedgerQueries,
  LedgerService,
  rebase,
  SealService,
} from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'MDL');
const claimOf = (id: ProjectId) => account('held', 'project', id, 'claim', 'MDL');
const releasedOf = (id: ProjectId) => account('held', 'project', id, 'released', 'MDL');
const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const sha = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The root of the tree over these journals, made without the database. */
function rootOf(lines: readonly string[]): string {
  let level = lines.map((line) => sha(Buffer.of(0), line));
  while (level.length > 1) {
    level = level.flatMap((left, at) => {
      if (at % 2 === 1) return [];
      const right = level[at + 1];
      return [right ? sha(Buffer.of(1), left, right) : left];
    });
  }
  return level[0]!.toString('hex');
}

describe('the chain of the books', () => {
  let room: Room;
  let ledger: LedgerService;
  let queries: LedgerQueries;
  let seals: SealService;
  beforeAll(async () => {
    room = await openRoom([LedgerModule]);
    ledger = room.get(LedgerService);
    queries = room.get(LedgerQueries);
    seals = room.get(SealService);
  });
  afterAll(() => room.close());

  const give = (project: ProjectId, minor: number) =>
    room.db.transaction((tx) => ledger.post(tx, gift(project, minor)));
  const gift = (project: ProjectId, minor: number) => ({
    key: `gift:${newId()}:counted`,
    kind: 'gift.counted',
    project,
    postings: into(clearing, claimOf(project), lei(minor), lei(minor)),
  });
  /** A transaction that has posted and stays open until `commit`. */
  const holding = async (journal: Journal): Promise<{ commit: () => void; done: Promise<void> }> => {
    let commit = () => {};
    const gate = new Promise<void>((open) => (commit = open));
    let posted = () => {};
    const ready = new Promise<void>((told) => (posted = told));
    const done = room.db.transaction(async (tx) => {
      await ledger.post(tx, journal);
      posted();
      await gate;
    });
    await ready;
    return { commit, done };
  };
  const exported = async (): Promise<ExportedJournal[]> => {
    const all: ExportedJournal[] = [];
    for (;;) {
      const page = await queries.journals(all.at(-1)?.cursor ?? '', 500);
      if (page.length === 0) return all;
      all.push(...page);
    }
  };

  it('gives true balances at every moment while writers, slow and falling ones too, and the sealer run', async () => {
    const projects = Array.from({ length: 3 }, () => newId<'Project'>() as ProjectId);
    for (const project of projects) await give(project, 1_000_000);
    let stop = false;
    let [looks, acts] = [0, 0];
    const pick = () => projects[Math.floor(Math.random() * projects.length)]!;
    const quick = Array.from({ length: 5 }, async () => {
      while (!stop) await give(pick(), 7);
    });
    const slow = Array.from({ length: 4 }, async (_, n) => {
      for (let act = 0; !stop; act += 1) {
        const work = room.db.transaction(async (tx) => {
          const project = pick();
          const postings = [{ debit: claimOf(project), credit: releasedOf(project), amount: lei(3) }];
          await ledger.post(tx, gift(project, 11));
          await tx.query('savepoint s');
          const key = `tranche:${newId()}:approved`;
          await ledger.post(tx, { key, kind: 'tranche.approved', status: 'pending', postings });
          if (act % 2 === 0) await tx.query('rollback to savepoint s');
          await sleep(40 + 60 * n);
          if (act % 3 === 0) throw new Error('falls');
        });
        await work.catch((error: Error) => expect(error.message).toBe('falls'));
        acts += 1;
      }
    });
    const sealer = (async () => {
      while (!stop) {
        await seals.seal();
        await sleep(15);
      }
    })();
    // Three seconds, and on a busy machine until enough has happened in them.
    for (
      const until = performance.now() + 3_000;
      performance.now() < until || Math.min(looks, acts) <= 10;
      looks += 1
    ) {
      const wrong = await room.db.rows(
        `select b.code from ledger.account_balance b left join ledger.entry e on e.account_id = b.id join ledger.account a on a.id = b.id
          group by b.id, b.code, b.balance, b.reserved
         having b.balance <> coalesce(sum(e.amount * a.sign) filter (where e.status = 'posted'), 0)
             or b.reserved <> coalesce(sum(ledger.outflow(e.amount, a.sign, e.status)), 0)`,
      );
      expect(wrong).toEqual([]);
    }
    stop = true;
    await Promise.all([...quick, ...slow, sealer]);
    expect((await room.db.rows('select 1 from ledger.entry where status = $$pending$$')).length).toBeGreaterThan(0);
  });

  it('leaves no journal out, whatever order transactions end in', async () => {
    const project = newId<'Project'>() as ProjectId;
    await give(project, 4); // opens the account: who opens one makes others wait until he commits
    const { commit, done: early } = await holding(gift(project, 1));
    await give(project, 2); // a later number, committed first
    await seals.seal();
    const before = await exported();
    commit();
    await early;
    await sealAll(room);
    const after = await exported();
    expect(after.slice(0, before.length).map(({ json }) => json)).toEqual(before.map(({ json }) => json));
    const [count] = await room.db.rows<{ n: number }>('select count(*)::int as n from ledger.journal');
    expect(after).toHaveLength(count!.n);
    expect((await queries.balance(claimOf(project))).toString()).toBe('0.07');
  });

  it('can be recomputed by a stranger from the export', async () => {
    const project = newId<'Project'>() as ProjectId;
    for (let n = 0; n < 9; n += 1) await give(project, 100 + n);
    await sealAll(room);
    const journals = await exported();
    const heads = (await seals.heads(10_000)).reverse();
    expect(heads.length).toBeGreaterThan(1);
    let prev = '00';
    for (const { n, fromTx, toTx, journals: count, root, hash, prev: said } of heads) {
      const lines = journals.filter(({ seal }) => seal === n).map(({ json }) => json);
      expect({ n, count, root, said }).toEqual({ n, count: lines.length, root: rootOf(lines), said: prev });
      expect(hash).toBe(sha([n, fromTx, toTx, count, root, said].join('|')).toString('hex'));
      prev = hash;
    }
    const line = JSON.parse(journals.at(-1)!.json) as { entries: string[][]; salt: string };
    expect(line.salt).toMatch(/^[0-9a-f-]{36}$/);
    expect(line.entries.map(([code, currency, amount, status]) => [code, currency, amount, status])).toEqual([
      [clearing, 'MDL', '108', 'posted'],
      [claimOf(project), 'MDL', '-108', 'posted'],
    ]);
  });

  it('shows a change that somebody with the whole machine makes', async () => {
    const project = newId<'Project'>() as ProjectId;
    await give(project, 5_000);
    await sealAll(room);
    const broken = `select s.n from ledger.seal s join ledger.journal j on j.tx >= s.from_tx and j.tx < s.to_tx
                     group by s.n, s.root, s.journals
                    having count(*) <> s.journals or ledger.merkle(array_agg(ledger.leaf(j) order by j.tx, j.id)) <> s.root`;
    expect(await room.db.rows(broken)).toEqual([]);
    await plant(
      room,
      ['ledger.entry'],
      [`update ledger.entry set amount = amount * 2 where journal_id = (select max(id) from ledger.journal)`],
    );
    expect(await room.db.rows(broken)).toHaveLength(1);
  });

  it('goes on after a restore into a server whose numbers are smaller', async () => {
    const project = newId<'Project'>() as ProjectId;
    await give(project, 700);
    await asSuperuser(room, async (client) => {
      // What a restore looks like from inside: seals of numbers that this server has not reached.
      await client.query(`insert into ledger.seal (n, from_tx, to_tx, journals, root, prev, hash)
        select max(n) + 1, max(to_tx), max(to_tx) + 5000000, 1, sha256('a'), sha256('b'), sha256('c') from ledger.seal`);
      await expect(give(project, 70)).rejects.toMatchObject({ code: 'LE007' });
      await client.query('select ledger.rebase()');
    });
    await give(project, 70);
    await expect(seals.seal()).resolves.toBeGreaterThanOrEqual(0);
  });

  it('is moved there by one command, when it must be and nobody is connected', async () => {
    const url = await cloneDatabase();
    expect(await rebase(url)).toBe('not-needed');
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`insert into ledger.seal (n, from_tx, to_tx, journals, root, prev, hash)
      values (1, 0, 5000000000, 1, sha256('a'), sha256('b'), sha256('c'))`);
    expect(await rebase(url)).toBe('in-use');
    await expect(client.query('select ledger.seal(1)')).rejects.toMatchObject({ code: 'LE007' });
    await client.end();
    expect(await rebase(url)).toBe('moved');
    expect(await rebase(url)).toBe('not-needed');
  });
});
