import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { DEFAULT_VOTE_RULE, VoteRulesService } from '#libs/hometowns/src/index.js';
import { type ApprovalId, newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, join, type Town } from '../../../test/support/town.js';
import { ballotsHash } from './roll.js';
import {
  type EnterVote,
  PaperVotesQueries,
  PaperVotesService,
  ProxiesService,
  VotesQueries,
  VotesService,
  VotingModule,
} from './index.js';

describe('a member’s ballot on paper', () => {
  let room: Room;
  let votes: VotesService;
  let papers: PaperVotesService;
  let queries: VotesQueries;
  let town: Town;
  let id: VoteId;
  beforeAll(async () => {
    room = await openRoom([VotingModule, AuditModule]);
    [votes, papers, queries] = [room.get(VotesService), room.get(PaperVotesService), room.get(VotesQueries)];
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room, { members: 14 });
    id = await open();
  });

  const open = async (over: { paperAllowed?: boolean; secret?: boolean; proxies?: number } = {}): Promise<VoteId> => {
    const rule = { ...DEFAULT_VOTE_RULE, hours: 72, paperAllowed: true, proxies: 1, ...over };
    // The members' own: a president sets none once they have voted by one.
    await room.db.transaction((tx) => room.get(VoteRulesService).adopt(tx, town.associationId, rule, town.president));
    const about = { kind: 'question', projectId: null, question: { original: 'ro', ro: 'Facem o bancă?' } } as const;
    const vote = { ...about, id: newId<'Vote'>(), subject: `question:${newId()}`, associationId: town.associationId };
    return room.db.transaction((tx) => votes.open(tx, vote));
  };
  let register = 0;
  const enter = async (over: Partial<EnterVote> = {}, by = town.president): Promise<ApprovalId> => {
    register += 1;
    const personId = over.personId ?? town.members[0]!;
    const paper = {
      id: newId<'Approval'>(),
      voteId: id,
      number: `${register}`,
      choice: 'yes',
      ...over,
      personId,
    } as const;
    await papers.enter(paper, by);
    return paper.id;
  };
  const counted = async (personId: PersonId, over: Partial<EnterVote> = {}) => papers.sign(await enter({ ...over, personId }), town.inspector); // prettier-ignore
  const kept = () => room.db.rows('select state, choice from voting.paper where vote_id = $1 order by at, id', [id]);
  const close = async () => {
    await room.get(Clock).moveBy(4 * 86_400_000);
    await room.get(Courier).run('voting.close');
  };

  it('counts when another officer has signed; the member has taken part, and no row ties what he chose to him', async () => {
    const [one] = town.members as [PersonId];
    const paper = await enter({ choice: 'no' });
    expect(await room.get(PaperVotesQueries).waiting(id)).toMatchObject([{ id: paper, personId: one, choice: 'no' }]);
    expect(await room.get(PaperVotesQueries).awaited(id)).not.toContain(one);
    await expect(papers.sign(paper, town.president)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(papers.sign(paper, town.members[1]!)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(papers.sign(paper, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    const { receipt } = await papers.sign(paper, town.inspector);
    await expect(papers.sign(paper, town.inspector)).rejects.toMatchObject({ code: 'approval-decided' });
    expect(await queries.standing(id, one)).toMatchObject({ voted: true, onPaper: true, receipt });
    expect(await queries.find(id)).toMatchObject({ cast: 1, onPaper: 1 });
    expect(await kept()).toEqual([{ state: 'counted', choice: null }]);
    const ballots = await room.db.rows('select * from voting.ballot where vote_id = $1', [id]);
    expect(ballots).toMatchObject([{ receipt, choice: 'no', channel: 'paper' }]);
    for (const known of [one, paper]) expect(JSON.stringify(ballots)).not.toContain(known);
    const sql = `select action, data from platform.trail where subject = $1 and action like 'vote-paper%' order by id`;
    expect(await room.db.rows(sql, [`vote-paper:${paper}`])).toEqual([
      { action: 'vote-paper.entered', data: { vote: id, number: `${register}` } },
      { action: 'vote-paper.counted', data: { vote: id } },
    ]);
  });

  it('tells nobody but officers who is on the roll, and who stands aside and why', async () => {
    const [kin, plain] = town.members as [PersonId, PersonId];
    await votes.declareConflict(id, kin, 'Rudă');
    for (const personId of [kin, town.mayor]) {
      await expect(enter({ personId }, plain)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(enter({ personId }, town.accountant)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(enter({ personId: kin })).rejects.toMatchObject({ code: 'vote-recused' });
  });

  it('is no second voice: who has voted online hands in none, and who has one votes in no other way, also at once', async () => {
    const [voter, onPaper, giver, holder] = town.members as [PersonId, PersonId, PersonId, PersonId];
    const early = await enter({ personId: voter });
    await votes.cast(id, 'yes', null, voter);
    await expect(papers.sign(early, town.inspector)).rejects.toMatchObject({ code: 'voted-online' });
    await papers.decline({ id: early }, '', town.president);
    await expect(enter({ personId: voter })).rejects.toMatchObject({ code: 'voted-online' });
    await votes.cast(id, 'no', null, voter);
    await counted(onPaper);
    await expect(votes.cast(id, 'no', null, onPaper)).rejects.toMatchObject({ code: 'voted-on-paper' });
    await expect(enter({ personId: onPaper })).rejects.toMatchObject({ code: 'paper-member-twice' });
    await room.get(ProxiesService).name(id, holder, giver);
    await counted(giver);
    await expect(room.get(ProxiesService).castFor(id, giver, 'no', holder)).rejects.toMatchObject({ code: 'proxy-missing' }); // prettier-ignore
    await expect(room.get(ProxiesService).name(id, holder, giver)).rejects.toMatchObject({ code: 'proxy-late' });
    for (const one of town.members.slice(4, 9)) {
      const paper = await enter({ personId: one });
      const done = await Promise.allSettled([papers.sign(paper, town.inspector), votes.cast(id, 'no', null, one)]);
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    expect(await queries.find(id)).toMatchObject({ cast: 8 });
    await close();
    expect((await queries.find(id))!.result).toMatchObject({ outcome: expect.any(String) });
    expect(await kept()).not.toContainEqual(expect.objectContaining({ state: 'waiting' }));
  });

  it('needs the rule that was frozen with the vote, and officers who are not the member himself', async () => {
    const without = await open({ paperAllowed: false });
    await expect(enter({ voteId: without })).rejects.toMatchObject({ code: 'paper-not-allowed' });
    // The vote that opened before keeps its rule.
    await enter();
    await expect(enter({}, town.members[1])).rejects.toMatchObject({ code: 'role-missing' });
    await expect(enter({}, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(enter({ personId: town.president })).rejects.toMatchObject({ code: 'paper-own' });
    const own = await enter({ personId: town.inspector });
    await expect(papers.sign(own, town.inspector)).rejects.toMatchObject({ code: 'paper-own' });
    await expect(enter({ personId: town.mayor })).rejects.toMatchObject({ code: 'not-found' });
    const bad: [Partial<EnterVote>, string][] = [
      [{ number: ' ' }, 'paper-number'],
      [{ number: 'x'.repeat(21) }, 'paper-number'],
      [{ choice: 'maybe' as 'yes' }, 'vote-choice'],
    ];
    for (const [over, code] of bad) await expect(enter(over)).rejects.toMatchObject({ fields: [{ code }] });
  });

  it('is entered and signed by nobody who takes no part in the vote himself', async () => {
    const paper = await enter();
    await votes.declareConflict(id, town.inspector, 'Banca o face fratele meu.');
    await expect(papers.sign(paper, town.inspector)).rejects.toMatchObject({ code: 'paper-recused' });
    await expect(enter({ personId: town.members[1]! }, town.inspector)).rejects.toMatchObject({
      code: 'paper-recused',
    });
  });

  it('counts a number once in a vote and a member once, also when two enter at once; what was refused may come again', async () => {
    const [one, other] = town.members as [PersonId, PersonId];
    const both = await Promise.allSettled([
      enter({ number: '7', personId: one }),
      enter({ number: '7', personId: other }, town.inspector),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [waiting] = await room.get(PaperVotesQueries).waiting(id);
    await expect(enter({ personId: waiting!.personId })).rejects.toMatchObject({ fields: [{ code: 'paper-member-twice' }] }); // prettier-ignore
    const second = waiting!.by === town.president ? town.inspector : town.president;
    await expect(papers.decline(waiting!, '', second)).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] });
    await papers.decline(waiting!, 'Nu se citește.', second);
    const again = await enter({ number: '7', personId: one });
    await enter({ id: again, number: '7', personId: one });
    await expect(enter({ id: again, number: '7', personId: one, choice: 'no' })).rejects.toMatchObject({ code: 'id-taken' }); // prettier-ignore
    await papers.sign(again, town.inspector);
    await enter({ id: again, number: '7', personId: one });
    await expect(enter({ number: '7', personId: other })).rejects.toMatchObject({ fields: [{ code: 'paper-number-twice' }] }); // prettier-ignore
  });

  it('is not taken at the closing second, and is withdrawn like any other by a conflict that its member declares', async () => {
    const [kin, late] = town.members as [PersonId, PersonId];
    await counted(kin);
    await votes.declareConflict(id, kin, 'Banca o face fratele meu.');
    const paper = await enter({ personId: late });
    await room.get(Clock).moveBy(4 * 86_400_000);
    const [signed, closed] = await Promise.allSettled([
      papers.sign(paper, town.inspector),
      room.get(Courier).run('voting.close'),
    ]);
    expect([signed.status, closed.status]).toEqual(['rejected', 'fulfilled']);
    expect((signed as PromiseRejectedResult).reason).toMatchObject({ code: 'vote-closed' });
    expect(await kept()).toEqual([
      { state: 'counted', choice: null },
      { state: 'late', choice: null },
    ]);
    expect(await queries.ballots(id)).toMatchObject([{ choice: 'withdrawn' }]);
    expect(await queries.find(id)).toMatchObject({ state: 'closed', cast: 0, onPaper: 0 });
  });

  it('is told apart only where five and more came each way, or where the association votes openly', async () => {
    const channels = async () => new Set((await queries.ballots(id)).map(({ channel }) => channel));
    for (const one of town.members.slice(0, 4)) await counted(one);
    for (const one of town.members.slice(4, 10)) await votes.cast(id, 'no', null, one);
    const hashed = async () => expect(ballotsHash(id, await queries.ballots(id))).toBe((await queries.find(id))!.result!.ballotsHash); // prettier-ignore
    await close();
    expect(await channels()).toEqual(new Set(['-']));
    await hashed();
    id = await open();
    for (const one of town.members.slice(0, 5)) await counted(one);
    for (const one of town.members.slice(5, 10)) await votes.cast(id, 'no', null, one);
    await close();
    expect(await channels()).toEqual(new Set(['online', 'paper']));
    await hashed();
    id = await open({ secret: false });
    await counted(town.members[0]!);
    await close();
    const [voter, stranger] = [town.members[0]!, town.operators[0]];
    const { code } = await queries.standing(id, voter);
    const read = (reader?: PersonId) => queries.ballots(id, { reader });
    expect(await read(town.members[1])).toMatchObject([{ channel: 'paper', member: code, personId: voter }]);
    for (const reader of [undefined, stranger])
      expect(await read(reader)).toMatchObject([{ channel: 'paper', member: code, personId: null }]);
  });

  it('falls when its vote is ended, and when its first officer has left', async () => {
    const officer = town.members[5]!;
    await room.db.transaction((tx) => join(tx, town.associationId, officer, 'treasurer'));
    const paper = await enter({}, officer);
    const leave = 'update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1';
    await asSuperuser(room, (client) => client.query(leave, [officer]));
    await expect(papers.sign(paper, town.inspector)).rejects.toMatchObject({ code: 'asker-left' });
    const { subject } = (await queries.find(id))!;
    await room.db.transaction((tx) => votes.endOpen(tx, { subject }));
    expect(await kept()).toEqual([{ state: 'late', choice: null }]);
  });
});
