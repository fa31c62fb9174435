import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { account, into, type Journal, LedgerModule, LedgerQueries, LedgerService } from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'MDL');
const claimOf = (id: ProjectId) => account('held', 'project', id, 'claim', 'MDL');
const releasedOf = (id: ProjectId) => account('held', 'project', id, 'released', 'MDL');
const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe('what is free', () => {
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
  const give = (project: ProjectId, minor: number) =>
    post({
      key: `gift:${newId()}:counted`,
      kind: 'gift.counted',
      project,
      postings: into(clearing, claimOf(project), lei(minor), lei(minor)),
    });
  const funded = async (minor: number): Promise<ProjectId> => {
    const project = newId<'Project'>() as ProjectId;
    await give(project, minor);
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

  it('is never overdrawn, and the refusal says what there is', async () => {
    const project = await funded(9_000);
    await expect(post(release(project, 10_000))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'not-enough',
      params: { account: claimOf(project), available: Money.lei(9_000n), needed: Money.lei(10_000n) },
    });
    await post(release(project, 9_000));
    expect(await standing(project)).toBe('0.00 / 0.00');
  });

  it('counts what is pending as gone, and credits nothing with it', async () => {
    const project = await funded(10_000);
    const approved = release(project, 6_000, { key: `tranche:${newId()}:approved`, status: 'pending' });
    await post(approved);
    expect(await standing(project)).toBe('100.00 / 40.00');
    expect((await queries.balance(releasedOf(project))).toString()).toBe('0.00');
    await expect(post(release(project, 6_000, { status: 'pending' }))).rejects.toMatchObject({ code: 'not-enough' });
    await expect(post(release(project, 4_001))).rejects.toMatchObject({ code: 'not-enough' });
    await post(release(project, 6_000, { ends: { key: approved.key, as: 'posted' } }));
    expect(await standing(project)).toBe('40.00 / 40.00');
  });

  it('ends a pending journal once, by the same or less, or by nothing', async () => {
    const project = await funded(10_000);
    const pending = () => release(project, 3_000, { key: `tranche:${newId()}:approved`, status: 'pending' });
    const [first, second, third] = [pending(), pending(), pending()];
    for (const journal of [first, second, third]) await post(journal);
    expect(await standing(project)).toBe('100.00 / 10.00');

    const less = release(project, 2_000, { ends: { key: first.key, as: 'posted' } });
    expect((await post(less)).replayed).toBe(false);
    expect((await post(less)).replayed).toBe(true);
    expect(await standing(project)).toBe('80.00 / 20.00');
    await expect(post(release(project, 1, { ends: { key: first.key, as: 'posted' } }))).rejects.toMatchObject({
      code: 'ledger-not-pending',
    });
    const more = release(project, 3_001, { ends: { key: second.key, as: 'posted' } });
    await expect(post(more)).rejects.toMatchObject({ code: 'ledger-not-pending' });
    const elsewhere = [{ debit: claimOf(project), credit: clearing, amount: lei(1) }];
    await expect(post({ ...more, postings: elsewhere })).rejects.toMatchObject({ code: 'ledger-not-pending' });

    const fall = (journal: Journal, key = `${journal.key}:void`): Journal => ({
      key,
      kind: 'tranche.fallen',
      project,
      postings: [],
      ends: { key: journal.key, as: 'void' },
    });
    await post(fall(second));
    expect(await standing(project)).toBe('80.00 / 50.00');
    const race = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => post(fall(third, `tranche:${newId()}:${n}`))),
    );
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await standing(project)).toBe('80.00 / 80.00');
    await expect(post(fall({ ...third, key: 'tranche:none' }))).rejects.toMatchObject({ code: 'ledger-not-pending' });
  });

  it('lets one of two 60 % tranches through', async () => {
    const project = await funded(10_000);
    const race = await Promise.allSettled([1, 2].map(() => post(release(project, 6_000, { status: 'pending' }))));
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await standing(project)).toBe('100.00 / 40.00');
  });

  it('is exact under sixty outflows and twenty gifts at once', async () => {
    const project = await funded(2_000);
    const acts = [
      ...Array.from({ length: 60 }, () => () => post(release(project, 100))),
      ...Array.from({ length: 20 }, () => () => give(project, 50).then(() => undefined)),
    ];
    const results = await Promise.allSettled(acts.map((act) => act()));
    const refused = results.filter(({ status }) => status === 'rejected');
    for (const one of refused) expect(one).toMatchObject({ reason: { code: 'not-enough' } });
    const left = 3_000 - 100 * (60 - refused.length);
    expect((await queries.balance(claimOf(project))).minor).toBe(BigInt(left));
    expect(left).toBeGreaterThanOrEqual(0);
    expect((await queries.balance(releasedOf(project))).minor).toBe(BigInt(100 * (60 - refused.length)));
  });

  it('would be overdrawn without the lock (the control: the same race shows it)', async () => {
    await asSuperuser(room, async (client) => {
      const { rows } = await client.query<{ text: string }>(
        `select pg_get_functiondef('ledger.post(jsonb)'::regprocedure) as text`,
      );
      const careless = rows[0]!.text
        .replace('ledger.post(', 'ledger.post_careless(')
        .replace('perform pg_advisory_xact_lock(7002, hashint8(guard));', 'null;');
      await client.query(careless);
      await client.query('grant execute on function ledger.post_careless to plai_app');
    });
    const project = await funded(600);
    await post(release(project, 100)); // opens the account: who opens one makes others wait until he commits
    // Eight transactions read before any of them commits; the real `post` makes them queue instead.
    let open = () => {};
    const gate = new Promise<void>((opened) => (open = opened));
    let read = 0;
    const careless = (journal: Journal) =>
      room.db.transaction(async (tx) => {
        const [{ debit, credit, amount }] = journal.postings as [Journal['postings'][number]];
        const postings = [{ d: debit, c: credit, a: amount.minor.toString() }];
        const request = { key: journal.key, kind: journal.kind, status: 'posted', ref: {}, postings };
        await tx.query('select * from ledger.post_careless($1)', [JSON.stringify(request)]);
        if ((read += 1) === 8) open();
        await gate;
      });
    await Promise.allSettled(Array.from({ length: 8 }, () => careless(release(project, 100))));
    expect((await queries.balance(claimOf(project))).minor).toBeLessThan(0n);
  });

  it('makes gifts wait for nobody, and a second outflow for the first', async () => {
    const project = await funded(10_000);
    let commit = () => {};
    const gate = new Promise<void>((open) => (commit = open));
    let posted = () => {};
    const ready = new Promise<void>((told) => (posted = told));
    const held = room.db.transaction(async (tx) => {
      await ledger.post(tx, release(project, 100));
      posted();
      await gate;
    });
    await ready;
    await give(project, 100);
    let second = false;
    const waiting = post(release(project, 100)).then(() => (second = true));
    await sleep(150);
    expect(second).toBe(false);
    commit();
    await Promise.all([held, waiting]);
    expect(await standing(project)).toBe('99.00 / 99.00');
  });

  it('needs a new snapshot after the lock, so nothing but read committed', async () => {
    const project = await funded(100);
    const serial = room.db.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await ledger.post(tx, release(project, 1));
    });
    await expect(serial).rejects.toMatchObject({ code: 'LE003' });
  });
});
