import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { InterestsService } from '#libs/hometowns/src/index.js';
import { newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, join, person, type Town, type TownProject } from '../../../test/support/town.js';
import { ClosingVotesService } from './closing.service.js';
import { type OpenVote, VotesQueries, VotesService, VotingModule } from './index.js';

const DAY = 86_400_000;

describe('votes of an association', () => {
  let room: Room;
  let votes: VotesService;
  let queries: VotesQueries;
  let town: Town;
  let project: TownProject;
  beforeAll(async () => {
    room = await openRoom([VotingModule, AuditModule]);
    [votes, queries] = [room.get(VotesService), room.get(VotesQueries)];
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room, { members: 5 }); // a roll of seven
    project = await buildProject(room, town, { state: 'endorsement' });
  });

  const rule = (sql: string) =>
    room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, since, set_by)
       values (gen_random_uuid(), $1, ${sql}, 'Consiliul raional', true, platform.now(), $2)`,
      [town.associationId, town.president],
    );
  const open = (over: Partial<OpenVote> = {}) =>
    room.db.transaction((tx) =>
      votes.open(tx, {
        id: newId<'Vote'>(), kind: 'endorsement', subject: `project:${project.id}`, projectId: project.id,
        associationId: town.associationId, ...over,
      }),
    ); // prettier-ignore
  /** The chores of votes, and the news; those of payments would look for Stripe. */
  const work = async () => {
    for (const chore of ['voting.close', 'voting.remind']) await room.get(Courier).run(chore);
    await room.drain();
  };
  const pass = async (days = 5) => {
    await room.get(Clock).moveBy(days * DAY);
    await work();
  };
  const ballots = (id: VoteId) => room.db.rows('select * from voting.ballot where vote_id = $1', [id]);
  const stateNow = async () => (await room.get(ProjectsQueries).find(project.id))!.state;

  it('keeps out who declared an interest before: kin of a supplier from projects, who works for the town hall from all', async () => {
    const [kin, staff] = town.members as [PersonId, PersonId];
    const declare = (ground: 'supplier-kin' | 'town-hall-staff', by: PersonId) =>
      room.get(InterestsService).declare(town.associationId, { id: newId<'Interest'>(), ground, what: 'Fratele' }, by);
    await declare('supplier-kin', kin);
    const about = await open();
    await declare('town-hall-staff', staff); // open votes keep the roll they opened with
    const own = await open({ id: newId<'Vote'>(), kind: 'question', subject: `question:${newId()}`, projectId: null, question: { original: 'ro', ro: 'Intrăm în federație?' } }); // prettier-ignore
    await expect(votes.cast(about, 'yes', null, kin)).rejects.toMatchObject({ code: 'vote-recused', params: { reason: 'supplier-kin' } }); // prettier-ignore
    await votes.cast(about, 'yes', null, staff);
    await votes.cast(own, 'yes', null, kin);
    await expect(votes.cast(own, 'yes', null, staff)).rejects.toMatchObject({ params: { reason: 'town-hall-staff' } });
    expect(await queries.find(own)).toMatchObject({ rollSize: 7, entitled: 6 });
  });

  it('takes one ballot of a person however he writes the ids, and counts no more of them than people', async () => {
    const id = await open();
    const [one] = town.members as [PersonId];
    const { receipt } = await votes.cast(id, 'yes', null, one);
    expect(await votes.cast(id.toUpperCase() as VoteId, 'yes', null, one)).toEqual({ receipt });
    expect(await votes.cast(id, 'no', null, one.toUpperCase() as PersonId)).toEqual({ receipt });
    expect(await ballots(id)).toMatchObject([{ receipt, choice: 'no', changed: 1 }]);
    const stray = `voting.ballot where vote_id = '${id}' and receipt = 'AAAA-AAAA-AAAA-AAAA'`;
    await plant(
      room,
      ['voting.ballot'],
      [`insert into voting.ballot (vote_id, receipt, choice) values ('${id}', 'AAAA-AAAA-AAAA-AAAA', 'yes')`],
    );
    await room.get(Clock).moveBy(5 * DAY);
    await expect(room.get(ClosingVotesService).closeDue()).rejects.toThrow('2 ballots of 1 people');
    expect(await queries.find(id)).toMatchObject({ state: 'open', result: null });
    await plant(room, ['voting.ballot'], [`delete from ${stray}`]);
    await room.get(ClosingVotesService).closeDue();
    expect(await queries.find(id)).toMatchObject({ state: 'closed' });
  });

  it('opens when a project comes to its endorsement, and decides it', async () => {
    await room.db.rows(
      `insert into platform.outbox (name, data) values ('projects.moved', jsonb_build_object('projectId', $1::text, 'to', 'endorsement'))`,
      [project.id],
    );
    await room.drain();
    const [vote] = await queries.ofSubject(`project:${project.id}`);
    expect(vote).toMatchObject({
      kind: 'endorsement',
      state: 'open',
      rollSize: 7,
      entitled: 7,
      cast: 0,
      missing: 4,
      small: false,
    });
    for (const member of town.members.slice(0, 4)) await votes.cast(vote!.id, 'yes', null, member);
    await pass();
    expect((await queries.find(vote!.id))!.result).toMatchObject({
      outcome: 'accepted',
      ground: 'majority',
      quorate: true,
      yes: 4,
    });
    expect(await stateNow()).toBe('review');
    const told = await room.db.rows(
      `select data from platform.outbox where name = 'voting.closed' and data ->> 'voteId' = $1`,
      [vote!.id],
    );
    expect(told).toEqual([
      { data: expect.objectContaining({ outcome: 'accepted', subject: `project:${project.id}` }) },
    ]);
  });

  it('answers a repeated opening as the first, and a second vote on the same thing with a refusal', async () => {
    const id = newId<'Vote'>();
    expect(await open({ id })).toBe(id);
    expect(await open({ id })).toBe(id);
    await expect(open()).rejects.toMatchObject({ code: 'vote-open-already' });
  });

  it('makes one ballot of fifty concurrent casts by one member, and counts the last answer', async () => {
    const id = await open();
    const member = town.members[0]!;
    const cast = (n: number) => votes.cast(id, n % 2 ? 'yes' : 'no', null, member);
    const receipts = await Promise.all(Array.from({ length: 50 }, (_, n) => cast(n)));
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await ballots(id)).toHaveLength(1);
    await votes.cast(id, 'abstain', 'nu știu', member);
    await votes.cast(id, 'abstain', 'nu știu destul', member);
    const [ballot] = (await ballots(id)) as [{ choice: string; changed: number; receipt: string }];
    expect(ballot.choice).toBe('abstain');
    const history = await room.db.rows('select n from voting.ballot_history where vote_id = $1 order by n', [id]);
    expect(history).toHaveLength(ballot.changed + 1);
    await pass();
    expect(await queries.ballots(id)).toMatchObject([
      { receipt: receipts[0]!.receipt, choice: 'abstain', personId: null },
    ]);
    expect(await queries.reasons(id)).toEqual(['nu știu destul']);
    expect((await queries.find(id))!.result).toMatchObject({
      outcome: 'refused',
      ground: 'silence-refused',
      abstain: 1,
    });
    expect(await stateNow()).toBe('draft');
  });

  it('refuses a ballot after the deadline, even before anybody has counted', async () => {
    const id = await open();
    await room.get(Clock).moveBy(5 * DAY);
    await expect(votes.cast(id, 'yes', null, town.president)).rejects.toMatchObject({ code: 'vote-closed' });
    await work();
    await expect(votes.cast(id, 'yes', null, town.president)).rejects.toMatchObject({ code: 'vote-closed' });
    await expect(room.db.rows(`insert into voting.ballot (vote_id, receipt, choice) values ($1, '2222-2222-2222-2222', 'yes')`, [id])).rejects.toThrow(); // prettier-ignore
  });

  it('does not hear of membership changes while it is open', async () => {
    const id = await open();
    const [newcomer, leaver] = [await room.db.transaction((tx) => person(tx)), town.members[0]!];
    await room.db.transaction((tx) => join(tx, town.associationId, newcomer));
    await votes.cast(id, 'yes', null, leaver);
    await room.db.rows(`update hometowns.membership set until = platform.now(), ended_by = $1 where person_id = $1`, [
      leaver,
    ]);
    await expect(votes.cast(id, 'no', null, newcomer)).rejects.toMatchObject({ kind: 'not-found' });
    for (const member of town.members.slice(1, 4)) await votes.cast(id, 'yes', null, member);
    await pass();
    expect((await queries.find(id))!.result).toMatchObject({ outcome: 'accepted', yes: 4 });
    expect(await queries.find(id)).toMatchObject({ rollSize: 7, entitled: 7 });
  });

  it('recuses town-hall staff, senders of evidence and declared kin, and counts the quorum without them', async () => {
    const [mayor, sender, kin] = [town.mayor, town.members[0]!, town.members[1]!];
    await room.db.transaction((tx) => join(tx, town.associationId, mayor));
    const id = await open({ recused: [{ personId: sender, reason: 'evidence' }] });
    expect(await queries.find(id)).toMatchObject({ rollSize: 8, entitled: 6, missing: 3 });
    for (const one of [mayor, sender]) {
      await expect(votes.cast(id, 'yes', null, one)).rejects.toMatchObject({ code: 'vote-recused' });
    }
    await votes.cast(id, 'no', 'nu-mi place', kin);
    await votes.declareConflict(id, kin, 'fratele meu vinde stâlpii');
    await votes.declareConflict(id, kin, 'din nou');
    await expect(votes.cast(id, 'no', null, kin)).rejects.toMatchObject({ code: 'vote-recused' });
    expect(await queries.standing(id, kin)).toMatchObject({ onRoll: true, recusal: 'supplier-kin', voted: true });
    expect(await queries.openFor(kin)).toEqual([]);
    expect(await queries.find(id)).toMatchObject({ entitled: 6, cast: 0 });
    for (const one of [town.president, town.inspector, town.members[2]!]) await votes.cast(id, 'yes', null, one);
    await pass();
    expect((await queries.find(id))!.result).toMatchObject({ outcome: 'accepted', quorate: true, yes: 3, no: 0 });
    const later = await open({ subject: `tranche:${newId()}`, kind: 'release' });
    expect(await queries.standing(later, kin)).toMatchObject({ recusal: 'supplier-kin', voted: false });
  });

  it('shows no reason of an answer that was changed without one, or taken back', async () => {
    const id = await open();
    const [one, two, kin] = town.members as [PersonId, PersonId, PersonId];
    await votes.cast(id, 'no', 'e prea scump', one);
    await votes.cast(id, 'yes', null, one);
    await votes.cast(id, 'yes', 'e bine', two);
    await votes.cast(id, 'yes', ' ', two);
    await votes.cast(id, 'yes', 'fratele meu face bine', kin);
    await votes.declareConflict(id, kin, 'fratele meu vinde stâlpii');
    await pass();
    expect(await queries.reasons(id)).toEqual(['e bine']);
    await expect(room.db.rows('delete from voting.reason where vote_id = $1', [id])).rejects.toThrow('is closed');
  });

  it('counts no ballot beside a conflict declared at the same moment', async () => {
    const id = await open();
    const all: PersonId[] = [town.president, town.inspector, ...town.members];
    const done = await Promise.all(
      all.map(async (member) => {
        const both = [
          () => votes.cast(id, 'yes', null, member),
          () => votes.declareConflict(id, member, 'fratele meu vinde stâlpii'),
        ];
        return Promise.allSettled(both.map((act) => act()));
      }),
    );
    for (const [ballot, conflict] of done) {
      expect(conflict!.status).toBe('fulfilled');
      if (ballot!.status === 'rejected') expect(ballot!.reason).toMatchObject({ code: 'vote-recused' });
    }
    expect(await queries.find(id)).toMatchObject({ cast: 0 });
  });

  it.each([
    ['exactly half of six is enough', "1, 2, 1, 2, true, 72, 'refused'", 1, 3, 'accepted'],
    ['four of seven are not two thirds', "2, 3, 1, 2, true, 72, 'refused'", 0, 4, 'refused'],
    ['five of seven are two thirds', "2, 3, 1, 2, true, 72, 'refused'", 0, 5, 'accepted'],
    ['nobody votes and silence refuses', "1, 2, 1, 2, true, 72, 'refused'", 0, 0, 'refused'],
    ['one votes and those who voted decide', "1, 2, 1, 2, true, 72, 'cast-decides'", 0, 1, 'accepted'],
  ])('%s', async (_name, sql, recused, yes, outcome) => {
    await rule(sql);
    const all: PersonId[] = [town.president, town.inspector, ...town.members];
    const id = await open({ recused: all.slice(0, recused).map((personId) => ({ personId, reason: 'evidence' })) });
    for (const member of all.slice(recused, recused + yes)) await votes.cast(id, 'yes', null, member);
    await pass(3);
    expect((await queries.find(id))!.result).toMatchObject({ outcome, yes });
  });

  it('lets the inspectors’ verdict stand when too few vote and the rule says so', async () => {
    await rule(`1, 2, 1, 2, true, 72, 'inspectors'`);
    const id = await open({ kind: 'release', subject: `tranche:${newId()}`, silenceVerdict: 'accepted' });
    await votes.cast(id, 'no', null, town.president);
    await pass(3);
    expect((await queries.find(id))!.result).toMatchObject({
      outcome: 'accepted',
      ground: 'silence-inspectors',
      quorate: false,
    });
  });

  it('keeps its secret until it closes, and reminds once a day before', async () => {
    const id = await open();
    await votes.cast(id, 'yes', 'e bine', town.president);
    expect([await queries.ballots(id), await queries.reasons(id)]).toEqual([[], []]);
    expect(await queries.electorate(id, { silent: true })).not.toContain(town.president);
    const reminders = () =>
      room.db.rows(`select 1 from platform.outbox where name = 'voting.closing-soon' and data ->> 'voteId' = $1`, [id]);
    await work();
    expect(await reminders()).toHaveLength(0);
    await pass(4);
    await work();
    expect(await reminders()).toHaveLength(1);
    await room.get(Clock).moveBy(DAY);
    await Promise.all([work(), work(), work()]);
    const closed = await room.db.rows(
      `select 1 from platform.outbox where name = 'voting.closed' and data ->> 'voteId' = $1`,
      [id],
    );
    expect(closed).toHaveLength(1);
    const [{ data }] = (await room.db.rows(`select data from platform.trail where action = 'voting.closed' and subject = $1`, [`vote:${id}`])) as [{ data: { ballotsHash: string } }]; // prettier-ignore
    expect(data.ballotsHash).toBe((await queries.find(id))!.result!.ballotsHash);
  });

  it('ends without a result when its project is given up', async () => {
    const id = await open();
    await room.db.rows(`insert into platform.outbox (name, data) values ('projects.moved', jsonb_build_object('projectId', $1::text, 'to', 'cancelled'))`, [project.id]); // prettier-ignore
    await room.drain();
    expect(await queries.find(id)).toMatchObject({ state: 'void', result: null });
    await expect(votes.cast(id, 'yes', null, town.president)).rejects.toMatchObject({ code: 'vote-closed' });
  });
});
