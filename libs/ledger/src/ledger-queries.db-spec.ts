import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  account,
  exchanged,
  into,
  type Journal,
  LedgerModule,
  LedgerQueries,
  LedgerService,
  SealService,
} from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const euro = (minor: number) => Money.ofMinor(BigInt(minor), 'EUR');
const clearing = account('held', 'stripe', 'clearing', 'EUR');

describe('reading the books', () => {
  let room: Room;
  let queries: LedgerQueries;
  beforeAll(async () => {
    room = await openRoom([LedgerModule]);
    queries = room.get(LedgerQueries);
  });
  afterAll(() => room.close());

  const post = (journal: Omit<Journal, 'key'>) =>
    room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `act:${newId()}`, ...journal }));
  /** A project with a promise of 100 lei, two gifts of 50 and 30, and 20 released. */
  const story = async () => {
    const project = newId<'Project'>() as ProjectId;
    const claim = account('held', 'project', project, 'claim', 'MDL');
    const promised = account('memo', 'project', project, 'promised', 'MDL');
    const source = account('memo', 'donors', 'source', 'MDL');
    const released = account('held', 'project', project, 'released', 'MDL');
    const promise = [{ debit: promised, credit: source, amount: lei(10_000) }];
    await post({ kind: 'pledge.promised', postings: promise });
    await post({
      kind: 'pledge.counted',
      postings: [...exchanged(promise), ...into(clearing, claim, euro(250), lei(5_000))],
    });
    const dims = { gift: newId(), reason: 'spec' };
    await post({
      kind: 'gift.counted',
      postings: into(clearing, claim, euro(150), lei(3_000)).map((one) => ({ ...one, dims })),
    });
    await post({ kind: 'tranche.released', postings: [{ debit: claim, credit: released, amount: lei(2_000) }] });
    return { project, claim, promised, released, dims };
  };

  it('lists the balances of one owner', async () => {
    const { project } = await story();
    const said = await queries.balances(`held:project/${project}:`);
    expect(said.map(({ code, amount }) => `${code.split(':')[2]} ${amount.toString()}`)).toEqual([
      'claim 60.00',
      'released 20.00',
    ]);
    expect(await queries.balances(`memo:project/${project}`)).toHaveLength(1);
  });

  it('tells the story of an owner page by page, with running balances that do not depend on the page', async () => {
    const { project, dims } = await story();
    const owner = { kind: 'project', id: project } as const;
    const whole = await queries.entriesOf(owner, { limit: 100 });
    expect(
      whole.map(({ code, amount, balance }) => `${code.split(':')[2]} ${amount.toString()} ${balance.toString()}`),
    ).toEqual([
      'promised 100.00 100.00',
      'promised -100.00 0.00',
      'claim 50.00 50.00',
      'claim 30.00 80.00',
      'claim -20.00 60.00',
      'released 20.00 20.00',
    ]);
    expect(whole[3]).toMatchObject({ ...dims, kind: 'gift.counted', status: 'posted', contra: 'held:operator:fx:MDL' });
    const pages = [];
    for (let after: string | undefined; ; after = pages.at(-1)?.cursor) {
      const page = await queries.entriesOf(owner, { after, limit: 2 });
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages).toEqual(whole);
    expect(await queries.entriesOf(owner, { limit: 100, book: 'held' })).toHaveLength(4);
    await room.get(SealService).seal();
    const sealed = await queries.entriesOf(owner, { limit: 100 });
    expect(sealed.map((entry) => ({ ...entry, seal: null }))).toEqual(whole);
  });

  it('reads many pages as of one moment', async () => {
    const { project, claim } = await story();
    const owner = { kind: 'project', id: project } as const;
    const snapshot = await queries.snapshot();
    const before = await queries.entriesOf(owner, { limit: 100, snapshot });
    await post({ kind: 'gift.counted', postings: into(clearing, claim, euro(1), lei(20)) });
    expect(await queries.entriesOf(owner, { limit: 100, snapshot })).toEqual(before);
    expect(await queries.entriesOf(owner, { limit: 100 })).toHaveLength(before.length + 1);
  });

  it('keeps what was still open at that moment out of the running balance of later pages too', async () => {
    const { project, claim } = await story();
    const owner = { kind: 'project', id: project } as const;
    const gift = (minor: number) => ({ kind: 'gift.counted', postings: into(clearing, claim, euro(1), lei(minor)) });
    let end = () => {};
    const open = new Promise<void>((resolve) => (end = resolve));
    let posted = () => {};
    const written = new Promise<void>((resolve) => (posted = resolve));
    const slow = room.db.transaction(async (tx) => {
      await room.get(LedgerService).post(tx, { key: `act:${newId()}`, ...gift(1) });
      posted();
      await open;
    });
    await written;
    for (const minor of [20, 30, 40]) await post(gift(minor));
    const snapshot = await queries.snapshot();
    const whole = await queries.entriesOf(owner, { limit: 100, snapshot });
    end();
    await slow;
    const pages = [];
    for (let after: string | undefined; ; after = pages.at(-1)?.cursor) {
      const page = await queries.entriesOf(owner, { after, limit: 2, snapshot });
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages).toEqual(whole);
    const back = [];
    for (let after: string | undefined; ; after = back.at(-1)?.cursor) {
      const page = await queries.entriesOf(owner, { after, limit: 2, snapshot, newestFirst: true });
      if (page.length === 0) break;
      back.push(...page);
    }
    expect(back.reverse()).toEqual(whole);
  });

  it('balances per book and currency, now and as of a moment', async () => {
    const { claim } = await story();
    const clock = room.get(Clock);
    const then = await clock.now();
    await clock.moveBy(3_600_000);
    const before = await queries.trialBalance(then);
    await story();
    expect(await queries.trialBalance(then)).toEqual(before);
    expect((await queries.balanceAsOf(claim, then)).toString()).toBe('60.00');
    expect((await queries.balanceAsOf(claim, new Date(then.getTime() - 86_400_000))).toString()).toBe('0.00');
    for (const rows of [before, await queries.trialBalance(), await queries.trialBalance(await clock.now())]) {
      const sums = new Map<string, bigint>();
      for (const { book, currency, debit, credit } of rows) {
        const key = `${book} ${currency}`;
        sums.set(key, (sums.get(key) ?? 0n) + debit.minor - credit.minor);
      }
      expect([...sums.entries()].sort()).toEqual([
        ['held EUR', 0n],
        ['held MDL', 0n],
      ]);
    }
    expect(await queries.trialBalance()).toEqual(await queries.trialBalance(await clock.now()));
  });
});
