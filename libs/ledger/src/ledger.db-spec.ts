import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
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
    const gift = newId<'Pledge'>();
    const postings = into(clearing, claimOf(project), euro(Math.ceil(minor / 20)), lei(minor));
    await post({ key: `gift:${gift}:counted`, kind: 'gift.counted', project, postings });
    return project;
  };
  const release = (project: ProjectId, minor: number, more: Partial<Journal> = {}): Journal => ({
    key: `tranche:${newId()}:released`,
    kind: 'tranche.released',
    project,
    postings: [{ debit: claimOf(project), credit: releasedOf(project), amount: lei(minor) }],
    ...more,
  });

  it('knows the chart that the code knows', async () => {
    const rows = await room.db.rows('select book, owner, owned, name, currency, side, zero, guarded from ledger.chart');
    const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
    expect(sorted(rows)).toEqual(sorted(CHART));
  });

  it('counts a gift in its currency and in lei at once', async () => {
    const project = await funded(97_500);
    expect((await queries.balance(claimOf(project))).toString()).toBe('975.00');
    expect((await queries.free(claimOf(project))).toString()).toBe('975.00');
  });

  it('answers a repeat as the first time and refuses the key for other content', async () => {
    const project = await funded(10_000);
    const journal = release(project, 100);
    const first = await post(journal);
    expect(first.replayed).toBe(false);
    expect(await post(journal)).toEqual({ journalId: first.journalId, replayed: true });
    await expect(post({ ...journal, kind: 'tranche.other' })).rejects.toMatchObject({ code: 'ledger-key-reused' });
    await expect(post({ ...journal, postings: [{ ...journal.postings[0]!, amount: lei(101) }] })).rejects.toMatchObject(
      { code: 'ledger-key-reused' },
    );
    expect((await queries.balance(claimOf(project))).toString()).toBe('99.00');
  });
});
