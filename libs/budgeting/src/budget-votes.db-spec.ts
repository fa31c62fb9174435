import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { type OptionId, OptionsService } from '#libs/needs/src/index.js';
import {
  NeighboursQueries,
  NeighboursService,
  type Roll,
  type TwinsId,
  TwinsService,
} from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { BudgetTown } from '../../../test/support/budget-town.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser, plant } from '../../../test/support/superuser.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import { decidedTwins, noticedTwins } from '../../../test/support/twins.js';
import {
  BudgetingModule,
  BudgetVotesQueries,
  CastingService,
  type PrepareVote,
  PreparingService,
  ResultsQueries,
  VoidingService,
  WinnersService,
} from './index.js';
import { ballotsHash } from './receipt.js';

const DAY = 86_400_000;
const lei = (sum: number) => Money.lei(BigInt(sum * 100));

describe('a vote under a budget', () => {
  let room: Room;
  let town: Town;
  let budget: BudgetTown;
  let preparing: PreparingService;
  let casting: CastingService;
  let queries: BudgetVotesQueries;
  let results: ResultsQueries;
  let options: OptionId[];
  beforeAll(async () => {
    room = await openRoom([BudgetingModule, AuditModule]);
    [preparing, casting] = [room.get(PreparingService), room.get(CastingService)];
    [queries, results] = [room.get(BudgetVotesQueries), room.get(ResultsQueries)];
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    budget = new BudgetTown(room, town);
    options = [];
    for (const cost of [20, 20, 20, 20]) options.push(await option(lei(cost)));
  });

  const somebody = () => room.db.transaction((tx) => person(tx));
  const joined = (roll?: Roll, part?: string) => budget.neighbour(roll, part);
  const option = (cost: Money, title?: string) => budget.option(cost, title);
  const prepare = (over: Partial<PrepareVote> = {}, by?: PersonId) =>
    budget.prepared({ budget: lei(60), options, ...over }, by);
  const opened = (over: Partial<PrepareVote> = {}) => budget.opened({ budget: lei(60), options, ...over });
  const noticed = (pair: readonly PersonId[]) => noticedTwins(room, pair);
  const decided = (twinsId: TwinsId, decision: 'same' | 'different') => decidedTwins(room, town, twinsId, decision);
  const close = () => budget.close();

  it('opens by two bodies, with its options as they stand', async () => {
    const id = await prepare();
    expect(await queries.find(id)).toMatchObject({ state: 'draft', associationId: town.associationId, openedAt: null });
    await prepare({ id });
    for (const other of [
      { budget: lei(80) },
      { title: 'Altceva' },
      { days: 8 },
      { identity: 'phone-or-vouched' as const },
    ])
      await expect(prepare({ id, ...other })).rejects.toMatchObject({ code: 'id-taken' });
    await expect(prepare()).rejects.toMatchObject({ code: 'vote-in-town' });
    await expect(preparing.agree(id, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(preparing.agree(id, town.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    await preparing.agree(id, town.president);
    await expect(preparing.agree(id, town.president)).rejects.toMatchObject({ code: 'approval-decided' });
    const vote = (await queries.find(id))!;
    expect(vote).toMatchObject({ state: 'open', budget: lei(60), voted: { resident: 0, native: 0 } });
    const whole = (vote.closesAt!.getTime() - vote.openedAt!.getTime()) / DAY;
    expect(whole).toBeGreaterThanOrEqual(7 - 1 / 24);
    expect(whole).toBeLessThan(8.1);
    expect((await queries.options(id)).map(({ code }) => code)).toEqual(['01', '02', '03', '04']);
    // The rules of the day on which it opened, with the flavour's name: they stay with it.
    for (const lang of ['ro', 'ru', 'en'] as const)
      expect(vote.rules![lang]!.split('\n').at(-1)).toContain('mes_add1u');
  });

  it('is prepared five times a day at most: whoever takes it back and begins anew writes no more letters', async () => {
    for (let n = 0; n < 5; n += 1) await preparing.withdraw(await prepare(), town.mayor);
    await expect(prepare()).rejects.toMatchObject({ code: 'vote-often' });
  });

  it('is refused where it makes no sense', async () => {
    const bad: [Partial<PrepareVote>, string][] = [
      [{ title: '  a ' }, 'vote-title'],
      [{ budget: lei(0) }, 'vote-budget'],
      [{ options: [options[0]!] }, 'vote-options'],
      [{ days: 6 }, 'vote-days'],
      [{ days: NaN }, 'vote-days'],
      [{ identity: 'none' as 'email' }, 'vote-identity'],
      [{ budget: lei(19) }, 'vote-option-dear'],
      [{ options: [options[0]!, newId<'Option'>()] }, 'vote-option-gone'],
    ];
    for (const [over, code] of bad) await expect(prepare(over)).rejects.toMatchObject({ code });
    await expect(prepare({}, town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(prepare({}, await joined())).rejects.toMatchObject({ code: 'not-found' });
    const id = await prepare();
    await room.get(OptionsService).withdraw(options[0]!, 'S-a făcut deja.', town.mayor);
    await expect(preparing.agree(id, town.president)).rejects.toMatchObject({ code: 'vote-option-gone' });
    await preparing.withdraw(id, town.secretary);
    await preparing.withdraw(id, town.secretary);
    expect(await queries.find(id)).toMatchObject({ state: 'void', voidWhy: null });
    const twice = newId<'BudgetVote'>();
    await Promise.all([
      prepare({ id: twice, options: options.slice(1) }),
      prepare({ id: twice, options: options.slice(1) }),
    ]);
    await preparing.withdraw(twice, town.mayor);
    const again = await prepare({ options: options.slice(1) });
    await preparing.refuse(again, 'Lipsește drumul.', town.president);
    expect(await queries.find(again)).toMatchObject({ state: 'void', voidWhy: 'Lipsește drumul.' });
  });

  it('is answered by the operator where there is no association', async () => {
    await asSuperuser(room, (client) =>
      client.query('update hometowns.membership set until = platform.now(), ended_by = person_id where body_id = $1', [
        town.associationId,
      ]),
    );
    const id = await prepare();
    expect(await queries.find(id)).toMatchObject({ associationId: null });
    await expect(preparing.agree(id, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await preparing.agree(id, town.operators[0]);
    expect(await queries.find(id)).toMatchObject({ state: 'open' });
  });

  it('takes one ballot of a neighbour, the last one, however often and at once he sends it', async () => {
    const id = await opened();
    const [who, other] = [await joined('native'), await joined()];
    await expect(casting.cast(id, ['01'], await somebody())).rejects.toMatchObject({ code: 'neighbour-needed' });
    await expect(casting.cast(id, ['05'], who)).rejects.toMatchObject({ code: 'vote-option-unknown' });
    const sent = await Promise.all(Array.from({ length: 50 }, (_, n) => casting.cast(id, [n % 2 ? '01' : '02', '03'], who))); // prettier-ignore
    expect(new Set(sent.map(({ receipt }) => receipt)).size).toBe(1);
    const { receipt } = await casting.cast(id, ['04', '02', '04'], who);
    expect(receipt).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/);
    await casting.cast(id, [], other);
    expect(await queries.standing(id, who)).toEqual({ voted: true, receipt, ticked: ['02', '04'] });
    expect((await queries.find(id))!.voted).toEqual({ resident: 1, native: 1 });
    expect(await results.ballots(id)).toEqual([]);
    const known = await room.db.rows('select * from budgeting.ballot where vote_id = $1', [id]);
    expect(JSON.stringify(known)).not.toContain(who);
  });

  it('takes fifty people at once, and nobody after it has closed', async () => {
    const id = await opened();
    const people: PersonId[] = [];
    for (let n = 0; n < 50; n += 1) people.push(await joined(n % 2 ? 'native' : 'resident'));
    await Promise.all(people.map((who, n) => casting.cast(id, [`0${(n % 4) + 1}`], who)));
    await room.get(Clock).moveBy(9 * DAY);
    const late = Promise.allSettled(people.map((who) => casting.cast(id, ['01'], who)));
    const [done] = await Promise.all([late, room.get(Courier).run('budgeting.close')]);
    expect(done.every((one) => one.status === 'rejected' && (one.reason as { code: string }).code === 'vote-closed')).toBe(true); // prettier-ignore
    await room.drain();
    expect((await results.ballots(id)).length).toBe(50);
    expect(await results.parts(id)).toMatchObject([{ name: null, voters: 50 }]);
  });

  it('makes whoever votes a neighbour with his ballot, and not with one that is refused', async () => {
    const [open, sure] = [await opened(), await somebody()];
    const isNeighbour = async () => (await room.get(NeighboursQueries).of(town.placeCode, sure)) !== null;
    await expect(casting.cast(open, ['99'], sure, { roll: 'native' })).rejects.toMatchObject({ code: 'vote-option-unknown' }); // prettier-ignore
    await asSuperuser(room, (client) => client.query(`update budgeting.vote set identity = 'phone-or-vouched' where id = $1`, [open])); // prettier-ignore
    await expect(casting.cast(open, ['01'], sure, { roll: 'native' })).rejects.toMatchObject({ code: 'vote-proof-needed' }); // prettier-ignore
    expect(await isNeighbour()).toBe(false);
    await asSuperuser(room, (client) => client.query(`update budgeting.vote set identity = 'email' where id = $1`, [open])); // prettier-ignore
    await casting.cast(open, ['01'], sure, { roll: 'native' });
    expect(await isNeighbour()).toBe(true);
  });

  it('asks for more than an address where that is its rule', async () => {
    const id = await opened({ identity: 'phone-or-vouched' });
    const who = await joined();
    await expect(casting.cast(id, ['01'], who)).rejects.toMatchObject({ code: 'vote-proof-needed' });
  });

  it('is counted after it has closed: each group of five gets its share, and anybody can recount it', async () => {
    const id = await opened();
    for (let n = 0; n < 12; n += 1) await casting.cast(id, ['01', '02', '03'], await joined('resident', 'Centru'));
    for (let n = 0; n < 6; n += 1) await casting.cast(id, ['04'], await joined('native', 'Vale'));
    await close();
    const vote = (await queries.find(id))!;
    expect(vote).toMatchObject({ state: 'closed', rollsShown: true, twins: { flagged: 0, cleared: 0, out: 0 } });
    const [ours, greedy, residents, natives] = await results.counts(id);
    expect(ours).toMatchObject({ roll: 'all', rule: 'mes_add1u', voters: 18, winners: ['01', '02', '04'], total: lei(60) }); // prettier-ignore
    expect(greedy).toMatchObject({ rule: 'greedy_votes', winners: ['01', '02', '03'] });
    expect(residents).toMatchObject({ roll: 'resident', voters: 12, winners: ['01', '02', '03'] });
    expect(natives).toMatchObject({ roll: 'native', voters: 6, winners: ['04'] });
    expect(ours!.options.find(({ code }) => code === '01')).toMatchObject({ won: 'bought', votes: 12, full: 12, partly: 0, share: Money.lei(166n) }); // prettier-ignore
    expect(await results.parts(id)).toEqual([
      { name: 'Centru', voters: 12, votes: { '01': 12, '02': 12, '03': 12 } },
      { name: 'Vale', voters: 6, votes: { '04': 6 } },
    ]);
    expect(ballotsHash(id, await results.ballots(id))).toBe(vote.ballotsHash);
    const sql = 'select action from platform.trail where subject = $1 order by id';
    const trail = await room.db.rows<{ action: string }>(sql, [`budget-vote:${id}`]);
    const acts = ['approval.asked', 'budget-vote.prepared', 'approval.given', 'budget-vote.opened'];
    expect(trail.map(({ action }) => action)).toEqual([...acts, 'budget-vote.closed', 'budget-vote.counted']);
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('makes a project of what it chose, once, and of nothing else', async () => {
    const id = await opened();
    for (let n = 0; n < 5; n += 1) await casting.cast(id, n < 4 ? ['01', '02', '03'] : ['04'], await joined());
    const begin = (code: string, by = town.mayor, project = newId<'Project'>()) => room.get(WinnersService).begin(id, code, project, by); // prettier-ignore
    await expect(begin('01')).rejects.toMatchObject({ code: 'not-found' });
    await close();
    const lost = (await results.counts(id))[0]!.options.find(({ won }) => !won)!.code;
    await expect(begin(lost)).rejects.toMatchObject({ code: 'option-lost' });
    const [first, second, ...others] = await results.winners(id);
    expect(await results.unbegun(town.townHallId)).toBe(2 + others.length);
    await expect(begin(first!.code, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    const project = await begin(first!.code);
    expect(project).toMatchObject({ state: 'draft', townHallId: town.townHallId, title: first!.title, summary: { ro: 'Douăzeci de lămpi.' }, why: { ro: 'E întuneric seara.' } }); // prettier-ignore
    expect((await room.get(ProjectsQueries).plan(project.id))!.lines).toMatchObject([{ name: first!.title, amount: lei(20), core: lei(20) }]); // prettier-ignore
    expect(await begin(first!.code, town.mayor, project.id)).toMatchObject({ id: project.id });
    await expect(begin(first!.code)).rejects.toMatchObject({ code: 'option-has-project' });
    const both = await Promise.allSettled([begin(second!.code), begin(second!.code)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await results.winners(id)).filter(({ projectId }) => projectId)).toHaveLength(2);
    expect(await results.unbegun(town.townHallId)).toBe(others.length);
    expect((await results.chosenIn(town.placeCode)).map(({ voteId }) => voteId)).toEqual([first, second, ...others].map(() => id)); // prettier-ignore
    const ticks = (await results.counts(id))[0]!.options.find(({ code }) => code === first!.code)!.votes;
    expect(await results.wonBy(project.id)).toMatchObject({ voteId: id, votes: ticks, voters: 5 });
    expect(await results.wonBy(newId<'Project'>())).toBeNull();
  });

  it('is stopped by two bodies with a reason, and nothing of it is counted or published', async () => {
    const id = await opened();
    const voiding = room.get(VoidingService);
    const ask = (reason = 'Prețul fântânii era greșit.', by = town.mayor, asked = newId<'Approval'>()) => voiding.ask({ id: asked, voteId: id, reason }, by).then(() => asked); // prettier-ignore
    const who = await joined();
    await casting.cast(id, ['01'], who);
    await expect(ask(' ')).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] });
    await expect(ask('x'.repeat(2001))).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] });
    await expect(ask('De ce nu?', town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(ask('De ce nu?', who)).rejects.toMatchObject({ code: 'not-found' });
    const asked = await ask();
    expect(await ask('Prețul fântânii era greșit.', town.mayor, asked)).toBe(asked);
    await expect(ask('Altceva.', town.mayor, asked)).rejects.toMatchObject({ code: 'id-taken' });
    await expect(ask('Încă o dată.')).rejects.toMatchObject({ code: 'approval-waiting' });
    expect(await queries.voiding(id)).toEqual({ id: asked, reason: 'Prețul fântânii era greșit.' });
    await expect(voiding.agree(asked, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(voiding.agree(asked, town.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(voiding.agree(newId<'Approval'>(), town.president)).rejects.toMatchObject({ code: 'not-found' });
    // Until the second word voting goes on.
    await casting.cast(id, ['02'], await joined());
    const ends = await Promise.allSettled([
      voiding.agree(asked, town.president),
      casting.cast(id, ['03'], await joined()),
    ]);
    expect(ends[0].status).toBe('fulfilled');
    const vote = (await queries.find(id))!;
    expect(vote).toMatchObject({ state: 'void', voidWhy: 'Prețul fântânii era greșit.', voidedAt: expect.any(Date), resultHash: null }); // prettier-ignore
    await expect(casting.cast(id, ['01'], who)).rejects.toMatchObject({ code: 'vote-closed' });
    await expect(voiding.agree(asked, town.president)).rejects.toMatchObject({ code: 'approval-decided' });
    await expect(ask('Din nou.')).rejects.toMatchObject({ code: 'vote-closed' });
    await close();
    expect([await results.ballots(id), await results.counts(id), await results.parts(id)]).toEqual([[], [], []]);
    expect((await queries.ofTown(town.placeCode)).map(({ state }) => state)).toEqual(['void']);
    await opened();
  });

  it('goes on when the second body says no, the town hall takes it back, or nobody answers in time', async () => {
    const id = await opened();
    const voiding = room.get(VoidingService);
    const ask = async () => {
      const asked = newId<'Approval'>();
      await voiding.ask({ id: asked, voteId: id, reason: 'Lipsește o variantă.' }, town.secretary);
      return asked;
    };
    await voiding.decline(await ask(), 'Nu lipsește.', town.president);
    await voiding.decline(await ask(), '', town.secretary);
    const late = await ask();
    for (let n = 0; n < 5; n += 1) await casting.cast(id, ['01'], await joined());
    await close();
    expect(await queries.find(id)).toMatchObject({ state: 'closed', voidedAt: null });
    expect(await queries.voiding(id)).toBeNull();
    await expect(voiding.agree(late, town.president)).rejects.toMatchObject({ code: 'approval-decided' });
  });

  it('tells no roll of fewer than five, and buys nothing that nobody ticked', async () => {
    const id = await opened();
    for (let n = 0; n < 6; n += 1) await casting.cast(id, ['02'], await joined());
    await casting.cast(id, ['03'], await joined('native', 'Gară'));
    await close();
    expect(await queries.find(id)).toMatchObject({ state: 'closed', rollsShown: false });
    const counts = await results.counts(id);
    expect(counts.map(({ roll, winners }) => [roll, winners])).toEqual([
      ['all', ['02', '03']],
      ['all', ['02', '03']],
    ]);
    expect(new Set((await results.ballots(id)).map(({ roll }) => roll))).toEqual(new Set(['-']));
    expect(await results.parts(id)).toEqual([]);
  });

  it('counts flagged twins and says so, and takes out the later ballot of those found to be one', async () => {
    const id = await opened();
    const pairs: PersonId[][] = [];
    for (let n = 0; n < 3; n += 1) pairs.push([await joined('resident', `Strada ${n}`), await joined('resident', `Strada ${n}`)]); // prettier-ignore
    for (const who of pairs.flat()) await casting.cast(id, ['01'], who);
    await asSuperuser(room, async (client) => {
      for (const [n, [first, later]] of pairs.entries())
        await client.query(
          `insert into neighbours.twins (id, place_code, first_id, later_id, noticed_at, decision, reason, approval_id, decided_at)
           select gen_random_uuid(), f.place_code, f.id, l.id, now(), $3, $4, a.id, case when $5::boolean then now() end
             from neighbours.neighbour f, neighbours.neighbour l, (select id from approvals.approval limit 1) a
            where f.person_id = $1 and l.person_id = $2`.replace('a.id,', n === 0 ? 'null,' : 'a.id,'),
          [first, later, [null, 'different', 'same'][n], n === 0 ? null : 'Doi frați.', n > 0],
        );
    });
    await close();
    expect(await queries.find(id)).toMatchObject({ twins: { flagged: 1, cleared: 1, out: 1 } });
    expect((await results.counts(id))[0]).toMatchObject({ voters: 5 });
    expect(await results.ballots(id)).toHaveLength(5);
  });

  it('takes the later ballot of one person out also when he has left and come back before two decided, and keeps it when he was right to object', async () => {
    const id = await opened();
    const [pair, others] = [[await joined('resident', 'Vale'), await joined('resident', 'Gară')], [await joined(), await joined()]]; // prettier-ignore
    const noted = [await noticed(pair), await noticed(others)];
    for (const who of pair) {
      await room.get(NeighboursService).leave(town.placeCode, who);
      await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    }
    for (const who of [...pair, ...others]) await casting.cast(id, ['01'], who);
    for (const twins of noted) await decided(twins, 'same');
    await expect(casting.cast(id, ['02'], pair[1]!)).rejects.toMatchObject({ code: 'neighbour-needed' });
    await room.get(TwinsService).object(noted[1]!, 'Suntem frați.', others[1]!);
    await decided(noted[1]!, 'different');
    await casting.cast(id, ['02'], others[1]!);
    const standing = [pair[0]!, ...others].map(async (who) => (await queries.standing(id, who)).receipt);
    const receipts = await Promise.all(standing);
    await close();
    expect(await queries.find(id)).toMatchObject({ twins: { flagged: 0, cleared: 1, out: 1 } });
    expect((await results.ballots(id)).map(({ receipt }) => receipt).sort()).toEqual(receipts.sort());
  });

  it('leaves one ballot to people who are one by way of a third who has not voted', async () => {
    const id = await opened();
    const [first, plus, other] = [await joined(), await joined(), await joined()];
    const [{ receipt }] = [await casting.cast(id, ['01'], plus), await casting.cast(id, ['02'], other)];
    for (const who of [plus, other]) await decided(await noticed([first, who]), 'same');
    await close();
    expect(await queries.find(id)).toMatchObject({ twins: { out: 1 } });
    expect(await results.ballots(id)).toMatchObject([{ receipt }]);
  });

  it('tells of a part nothing by which one voter of a roll could be found', async () => {
    const id = await opened();
    for (let n = 0; n < 5; n += 1) await casting.cast(id, ['02'], await joined('native', 'Gară'));
    await casting.cast(id, ['04'], await joined('resident', 'Gară'));
    for (let n = 0; n < 6; n += 1) await casting.cast(id, ['01'], await joined('resident', 'Centru'));
    for (let n = 0; n < 7; n += 1) await casting.cast(id, ['03'], await joined('resident', 'Vale'));
    await close();
    // The natives are five and all of the station: what is left there when they are taken away is one resident's ballot.
    expect(await results.parts(id)).toEqual([{ name: 'Vale', voters: 7, votes: { '03': 7 } }]);
  });

  it('is found when its ballots or its result are changed behind its back (I9)', async () => {
    const id = await opened();
    for (let n = 0; n < 5; n += 1) await casting.cast(id, ['01'], await joined());
    await close();
    await plant(room, ['budgeting.ballot'], [
      `update budgeting.ballot set ticked = '{02,03}' where receipt = (select min(receipt) from budgeting.ballot where vote_id = '${id}')`,
    ]); // prettier-ignore
    const found = await room.get(AuditService).run();
    expect(found.map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual(
      ['ballots-changed', 'ballots-unsealed', ...Array.from({ length: 3 }, () => 'choice-differs')].map((kind) => `${kind} budget-vote:${id}`), // prettier-ignore
    );
    await plant(room, ['budgeting.ballot'], [`update budgeting.ballot set ticked = '{01}' where vote_id = '${id}'`]);
    expect(await room.get(AuditService).run()).toEqual([]);
    for (const hash of ['ballots_hash', 'result_hash']) {
      const set = (to: string) => plant(room, ['budgeting.vote'], [`update budgeting.vote set ${hash} = ${to} where id = '${id}'`]); // prettier-ignore
      await set(`reverse(${hash})`);
      expect((await room.get(AuditService).run()).map(({ kind }) => kind)).toEqual(['ballots-unsealed']);
      await set(`reverse(${hash})`);
    }
  });
});
