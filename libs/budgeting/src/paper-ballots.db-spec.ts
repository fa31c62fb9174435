import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { type OptionId } from '#libs/needs/src/index.js';
import { NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { BudgetTown } from '../../../test/support/budget-town.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import {
  BudgetingModule,
  type BudgetVoteId,
  BudgetVotesQueries,
  CastingService,
  type EnterBallot,
  PaperBallotsQueries,
  PaperBallotsService,
  ResultsQueries,
  VoidingService,
} from './index.js';
import { ballotsHash } from './receipt.js';

const DAY = 86_400_000;

describe('a ballot on paper in a vote under a budget', () => {
  let room: Room;
  let town: Town;
  let budget: BudgetTown;
  let papers: PaperBallotsService;
  let id: BudgetVoteId;
  beforeAll(async () => {
    room = await openRoom([BudgetingModule, AuditModule]);
    papers = room.get(PaperBallotsService);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    budget = new BudgetTown(room, town);
    id = await opened();
  });

  const joined = async (roll: Roll = 'resident', name?: string): Promise<PersonId> => {
    const who = await room.db.transaction((tx) => person(tx));
    if (name) await room.get(PersonsService).rename(who, { name, gender: null, lang: 'ro' });
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll, part: null }, who);
    return who;
  };
  const opened = async (): Promise<BudgetVoteId> => {
    const options: OptionId[] = [];
    for (let n = 0; n < 3; n += 1) options.push(await budget.option(Money.lei(2000n)));
    return budget.opened({ budget: Money.lei(4000n), options });
  };
  let register = 0;
  const enter = async (over: Partial<EnterBallot> = {}, by = town.secretary): Promise<ApprovalId> => {
    register += 1;
    const paper = { id: newId<'Approval'>(), voteId: id, number: `${register}`, name: 'Ion Rusu', roll: 'resident', ticked: ['01'], ...over } as const; // prettier-ignore
    await papers.enter(paper, by);
    return paper.id;
  };
  const counted = async (over: Partial<EnterBallot> = {}) => papers.sign(await enter(over), town.president);
  const cast = (who: PersonId, ticked = ['02']) => room.get(CastingService).cast(id, ticked, who);
  const see = async () => (await room.get(BudgetVotesQueries).find(id))!;
  const kept = () => room.db.rows<{ name: string | null; ticked: string[] | null }>('select state, name, ticked from budgeting.paper where vote_id = $1 order by at', [id]); // prettier-ignore
  const close = () => budget.close();

  it('counts when the second body has signed; name and ticks are gone then, and no row ties the ballot to the paper', async () => {
    const paper = await enter({ roll: 'native', part: 'Vale', ticked: ['03', '01', '03'] });
    expect(await room.get(PaperBallotsQueries).waiting(id)).toMatchObject([{ id: paper, name: 'Ion Rusu', part: 'Vale', ticked: ['01', '03'] }]); // prettier-ignore
    expect((await see()).paper).toEqual({ counted: 0, late: 0 });
    for (const own of [town.secretary, town.mayor])
      await expect(papers.sign(paper, own)).rejects.toMatchObject({ code: 'not-found' });
    await expect(papers.sign(paper, town.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    const { receipt } = await papers.sign(paper, town.president);
    expect(receipt).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/);
    await expect(papers.sign(paper, town.president)).rejects.toMatchObject({ code: 'approval-decided' });
    expect(await see()).toMatchObject({ voted: { resident: 0, native: 1 }, paper: { counted: 1, late: 0 } });
    expect(await kept()).toEqual([{ state: 'counted', name: null, ticked: null }]);
    expect([await room.get(PaperBallotsQueries).waiting(id), await room.get(PaperBallotsQueries).find(paper)]).toEqual([[], null]); // prettier-ignore
    const rows = await room.db.rows('select * from budgeting.ballot where vote_id = $1', [id]);
    expect(rows).toMatchObject([{ receipt, roll: 'native', part: 'Vale', channel: 'paper', ticked: ['01', '03'] }]);
    expect(JSON.stringify(rows)).not.toContain(paper);
    const sql = `select action, data from platform.trail where subject = $1 and action like 'budget-paper%' order by id`;
    expect(await room.db.rows(sql, [`budget-paper:${paper}`])).toEqual([
      { action: 'budget-paper.entered', data: { vote: id, number: `${register}` } },
      { action: 'budget-paper.counted', data: { vote: id } },
    ]);
  });

  it('counts a number once in a vote, also when two enter it at once; one that was refused may be entered again', async () => {
    const both = await Promise.allSettled([
      enter({ number: '7' }),
      enter({ number: '7', name: 'Ana Rusu' }, town.mayor),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [waiting] = await room.get(PaperBallotsQueries).waiting(id);
    await expect(papers.decline(waiting!, ' ', town.president)).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] }); // prettier-ignore
    await papers.decline(waiting!, 'Bifa a treia lipsește.', town.president);
    expect(await kept()).toEqual([{ state: 'refused', name: null, ticked: null }]);
    await papers.decline({ id: await enter({ number: '7' }) }, '', town.secretary);
    const again = await enter({ number: '7' });
    await enter({ id: again, number: '7' });
    await expect(enter({ id: again, number: '7', ticked: [] })).rejects.toMatchObject({ code: 'id-taken' });
    await papers.sign(again, town.president);
    await expect(enter({ number: ' 7 ' })).rejects.toMatchObject({ fields: [{ code: 'paper-number-twice' }] });
    expect((await see()).paper.counted).toBe(1);
  });

  it('is one voice with a ballot online under the same name, in any order and alphabet, also at once', async () => {
    await cast(await joined('resident', 'Русу Ион'));
    await expect(counted()).rejects.toMatchObject({ code: 'paper-ballot-twice' });
    await counted({ name: 'Ana Rusu' });
    await expect(counted({ name: 'Rusu Ana' })).rejects.toMatchObject({ code: 'paper-ballot-twice' });
    const [ana, namesake] = [await joined('resident', 'ana  rusu'), await joined('resident', 'Ana Rusu Petru')];
    await expect(cast(ana)).rejects.toMatchObject({ code: 'vote-on-paper' });
    await cast(namesake);
    for (let n = 0; n < 5; n += 1) {
      const name = `Vasile Munteanu ${'abcde'[n]!}`;
      const [paper, who] = [await enter({ name }), await joined('resident', name)];
      const done = await Promise.allSettled([papers.sign(paper, town.president), cast(who)]);
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    // Whoever has voted may change his ballot, whatever comes under his name later.
    const voted = await joined('resident', 'Maria Ceban');
    await cast(voted);
    await cast(voted, ['03']);
    expect((await see()).voted).toEqual({ resident: 9, native: 0 });
  });

  it('waits no longer than its vote: what is not signed by the closing second does not count, and the result says so', async () => {
    for (let n = 0; n < 5; n += 1) await counted({ name: `Om pe hârtie ${'abcde'[n]!}`, ticked: ['01'] });
    for (let n = 0; n < 6; n += 1) await cast(await joined());
    const [first, second] = [await enter({ name: 'Ion Unu' }), await enter({ name: 'Ion Doi' })];
    await room.get(Clock).moveBy(9 * DAY);
    const late = await Promise.allSettled([
      papers.sign(first, town.president),
      papers.decline({ id: second }, 'Nu corespunde.', town.president),
      enter({ name: 'Ion Trei' }),
      room.get(Courier).run('budgeting.close'),
    ]);
    expect(late[0]).toMatchObject({ status: 'rejected', reason: { code: 'vote-closed' } });
    expect(late[2]).toMatchObject({ status: 'rejected', reason: { code: 'vote-closed' } });
    expect(late[3].status).toBe('fulfilled');
    await room.drain();
    const vote = await see();
    expect(vote).toMatchObject({ state: 'closed', rollsShown: true, channelsShown: true, paper: { counted: 5, late: late[1].status === 'fulfilled' ? 1 : 2 } }); // prettier-ignore
    await expect(papers.sign(first, town.president)).rejects.toMatchObject({ code: 'vote-closed' });
    const ballots = await room.get(ResultsQueries).ballots(id);
    expect(ballots.filter(({ channel }) => channel === 'paper')).toHaveLength(5);
    expect(ballotsHash(id, ballots)).toBe(vote.ballotsHash);
    expect((await room.get(ResultsQueries).counts(id))[0]).toMatchObject({ voters: 11, winners: ['01', '02'] });
    expect((await kept()).every((row) => row.name === null && row.ticked === null)).toBe(true);
  });

  it('is not told apart where few of a roll came on paper, nor by taking a part of the town away', async () => {
    for (let n = 0; n < 6; n += 1) await cast(await joined());
    for (let n = 0; n < 2; n += 1) await counted({ name: `Om pe hârtie ${'ab'[n]!}`, part: 'Gară' });
    await close();
    expect(await see()).toMatchObject({ rollsShown: true, channelsShown: false, paper: { counted: 2 } });
    expect(new Set((await room.get(ResultsQueries).ballots(id)).map(({ channel }) => channel))).toEqual(new Set(['-']));
    expect(await room.get(ResultsQueries).parts(id)).toEqual([]);
  });

  it('ends with a vote that is stopped, and is answered by the operator where there is no association', async () => {
    await enter();
    const asked = newId<'Approval'>();
    await room.get(VoidingService).ask({ id: asked, voteId: id, reason: 'Prețul era greșit.' }, town.mayor);
    await room.get(VoidingService).agree(asked, town.president);
    expect(await kept()).toEqual([{ state: 'late', name: null, ticked: null }]);
    id = await opened();
    const sql = 'update hometowns.membership set until = platform.now(), ended_by = person_id where body_id = $1';
    await asSuperuser(room, (client) => client.query(sql, [town.associationId]));
    const paper = await enter();
    await expect(papers.sign(paper, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await papers.sign(paper, town.operators[0]);
    expect((await see()).paper.counted).toBe(1);
  });

  it('is for the officers of its town, and refused where it makes no sense', async () => {
    const bad: [Partial<EnterBallot>, string][] = [
      [{ number: '' }, 'paper-number'],
      [{ name: 'I' }, 'paper-name'],
      [{ roll: 'guest' as Roll }, 'roll-missing'],
      [{ part: 'x'.repeat(61) }, 'part-too-long'],
      [{ ticked: ['09'] }, 'vote-option-unknown'],
      [{ voteId: newId<'BudgetVote'>() }, 'not-found'],
    ];
    for (const [over, code] of bad) await expect(enter(over)).rejects.toMatchObject({ code });
    await expect(enter({}, town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(enter({}, town.president)).rejects.toMatchObject({ code: 'not-found' });
    await expect(papers.sign(newId<'Approval'>(), town.president)).rejects.toMatchObject({ code: 'not-found' });
  });
});
