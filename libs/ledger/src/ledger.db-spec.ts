import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { account, CHART, into, type Journal, LedgerModule, LedgerQueries, LedgerService } from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const euro = (minor: number) => Money.ofMinor(BigInt(minor), 'EUR');
const clearing = account('held', 'stripe', 'clearing', 'EUR');
const claimOf = (id: ProjectId) => account('held', 'project', id, 'claim', 'MDL');
const releasedOf = (id: ProjectId) => account('held', 'project', id, 'released', 'MDL');

describe('ledger', () => {
  let room: Room;
  let ledger: LedgerService;
  let queries: LedgerQueries;
  beforeAll(async () => {
    room = await openRoom([LedgerModule]);
    ledger = room.get(LedgerService);
    queries = room.get(LedgerQueries);
  });
  afterAll(() => room.close());

  const post = (journal: Journal) => room.db.transaction((tx) => ledger.post(tx, journal));
  /** A project with this much in its claim. */
  const funded = async (minor: number): Promise<ProjectId> => {
    const project = newId<'Project'>() as ProjectId;
    const postings = into(clearing, claimOf(project), euro(Math.ceil(minor / 20)), lei(minor));
    await post({ key: `gift:${newId()}:counted`, kind: 'gift.counted', project, postings });
    return project;
  };
  const release = (project: ProjectId, minor: number, more: Partial<Journal> = {}): Journal => ({
    key: `tranche:${newId()}:released`,
    kind: 'tranche.released',
    project,
    postings: [{ debit: claimOf(project), credit: releasedOf(project), amount: lei(minor) }],
    ...more,
  });
  const standing = async (project: ProjectId) =>
    `${(await queries.balance(claimOf(project))).toString()} / ${(await queries.free(claimOf(project))).toString()}`;

  it('knows the chart that the code knows', async () => {
    const rows = await room.db.rows('select book, owner, owned, name, currency, side, zero, guarded from ledger.chart');
    const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
    expect(sorted(rows)).toEqual(sorted(CHART));
  });

  it('counts a gift in its currency and in lei at once', async () => {
    const before = await queries.balance(clearing);
    const project = await funded(97_500);
    expect(await standing(project)).toBe('975.00 / 975.00');
    expect((await queries.balance(clearing)).minus(before).toString()).toBe('48.75');
    expect((await queries.balance(account('held', 'town', newId(), 'claim', 'MDL'))).toString()).toBe('0.00');
  });

  it('answers a repeat as the first time and refuses the key for other content', async () => {
    const project = await funded(10_000);
    const journal = release(project, 100);
    const first = await post(journal);
    expect(first.replayed).toBe(false);
    expect(await post(journal)).toEqual({ journalId: first.journalId, replayed: true });
    const other = [{ ...journal.postings[0]!, amount: lei(101) }];
    for (const changed of [{ kind: 'tranche.other' }, { postings: other }, { ref: { tranche: 'x' } }]) {
      await expect(post({ ...journal, ...changed })).rejects.toMatchObject({ code: 'ledger-key-reused' });
    }
    expect(await standing(project)).toBe('99.00 / 99.00');
  });

  it('makes one journal of forty that race', async () => {
    const project = newId<'Project'>() as ProjectId; // also its account is opened by whoever is first
    const postings = into(clearing, claimOf(project), euro(50), lei(1_000));
    const journal = { key: `gift:${newId()}:counted`, kind: 'gift.counted', project, postings };
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(journal)));
    expect(new Set(answers.map(({ journalId }) => journalId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await standing(project)).toBe('10.00 / 10.00');
  });

  it('opens one account when many post to it first', async () => {
    const project = newId<'Project'>() as ProjectId;
    const postings = into(clearing, claimOf(project), euro(1), lei(20));
    await Promise.all(
      Array.from({ length: 30 }, () => post({ key: `gift:${newId()}:counted`, kind: 'gift.counted', postings })),
    );
    expect(await standing(project)).toBe('6.00 / 6.00');
  });

  it('takes up to twelve postings with their dimensions', async () => {
    const project = await funded(12_000);
    const [gift, line, tranche, document] = [newId(), newId(), newId(), newId()];
    const dims = { gift, line, tranche, document, reason: 'act-12' };
    const one = { debit: claimOf(project), credit: releasedOf(project), amount: lei(1_000), dims };
    const journal = release(project, 0, { postings: Array.from({ length: 12 }, () => one), ref: { act: 'a:1' } });
    const { journalId } = await post(journal);
    expect(await standing(project)).toBe('0.00 / 0.00');
    const [entry] = await room.db.rows(
      `select count(*)::int as lines, gift, budget_line, tranche, document, reason from ledger.entry
        where journal_id = $1 group by 2, 3, 4, 5, 6`,
      [journalId],
    );
    expect(entry).toEqual({ lines: 24, gift, budget_line: line, tranche, document, reason: 'act-12' });
  });

  it('holds ids only: nothing that a person or a bank wrote fits into a key or a reference', async () => {
    const project = await funded(1_000);
    await expect(post(release(project, 1, { ref: { who: 'Maria Rusu' } }))).rejects.toMatchObject({ code: '23514' });
    await expect(post(release(project, 1, { key: 'stmt:gift from Maria' }))).rejects.toMatchObject({ code: '23514' });
    expect(await standing(project)).toBe('10.00 / 10.00');
  });

  describe('reverses', () => {
    it('a posted journal once, as far as it is free, and never a reversal', async () => {
      const project = await funded(10_000);
      const done = release(project, 4_000);
      await post(done);
      const reverse = (key: string, reason = 'wrong-tranche') =>
        room.db.transaction((tx) => ledger.reverse(tx, key, { reason }));
      const first = await reverse(done.key);
      expect(await standing(project)).toBe('100.00 / 100.00');
      expect(await reverse(done.key)).toEqual({ ...first, replayed: true });
      expect(await standing(project)).toBe('100.00 / 100.00');
      await expect(reverse(`reverse:${done.key}`)).rejects.toMatchObject({ code: 'ledger-no-reversal' });
      await expect(reverse('tranche:none:released')).rejects.toMatchObject({ kind: 'not-found' });

      const gone = release(project, 5_000);
      await post(gone);
      const order = account('held', 'bank', 'spec', 'order', 'MDL');
      const sent = [{ debit: releasedOf(project), credit: order, amount: lei(5_000) }];
      await post({ key: `tranche:${newId()}:sent`, kind: 'tranche.sent', project, postings: sent });
      await expect(reverse(gone.key)).rejects.toMatchObject({ code: 'not-enough' });
    });
  });

  describe('append-only', () => {
    const statements = [
      'update ledger.entry set amount = amount * 2',
      'delete from ledger.journal',
      'truncate ledger.entry',
      'update ledger.account set guarded = false',
      'update ledger.chart set guarded = false',
      'delete from ledger.seal',
    ];

    it('for the application', async () => {
      await funded(100);
      for (const sql of [...statements, 'insert into ledger.entry values (1, 1, 1, 5, $$posted$$, 1)']) {
        await expect(room.db.rows(sql)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(room.db.rows('select ledger.rebase()')).rejects.toMatchObject({ code: '42501' });
    });

    it('for the owner, and where triggers of a replica would be skipped', async () => {
      await asSuperuser(room, async (client) => {
        for (const role of ['set role plai_owner', 'reset role; set session_replication_role = replica']) {
          await client.query(role);
          for (const sql of statements) await expect(client.query(sql)).rejects.toMatchObject({ code: 'PL001' });
        }
      });
    });

    it('and balanced whatever way a row takes', async () => {
      const project = await funded(100);
      const [found] = await room.db.rows<{ claim: string; euro: string; journal: string }>(
        `select (select id from ledger.account where code = $1) as claim, (select id from ledger.account where code = $2) as euro,
                (select max(id) from ledger.journal) as journal`,
        [claimOf(project), clearing],
      );
      const { claim, euro: eur, journal } = found!;
      const fresh = `insert into ledger.journal (key, digest, kind, status) values ('owner:x', sha256(''), 'owner.x', 'posted') returning id`;
      const rows = [
        [`(${journal}, 5, ${claim}, 5), (${journal}, 6, ${claim}, -4)`, 'LE002'],
        [`(${journal}, 5, ${claim}, 5), (${journal}, 6, ${claim}, -5)`, 'LE002'], // a late line
        [`(999999, 1, ${claim}, 5), (999999, 2, ${claim}, -5)`, 'LE002'], // of no journal
        [`(new, 1, ${claim}, 5), (new, 2, ${eur}, -5)`, 'LE002'], // across currencies
        [`(new, 1, ${claim}, 5)`, 'LE002'],
        [`(new, 1, ${claim}, -5), (new, 2, ${claim}, 5)`, '23514'],
      ] as const;
      await asSuperuser(room, async (client) => {
        await client.query('set role plai_owner');
        for (const [values, code] of rows) {
          await client.query('begin');
          const id = (await client.query<{ id: string }>(fresh)).rows[0]!.id;
          const all = values.replaceAll('new', id).replaceAll(')', ", 'posted', ledger.tx())");
          const sql = `insert into ledger.entry (journal_id, line, account_id, amount, status, tx) values ${all}`;
          await expect(client.query(sql)).rejects.toMatchObject({ code });
          await client.query('rollback');
        }
      });
    });
  });
});
