import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, join, person, type Town } from '../../../test/support/town.js';
import { type Choice, type OpenVote, VotesQueries, VotesService, VotingModule } from './index.js';

const QUESTION = { original: 'ro', ro: 'Facem adunarea viitoare la Chișinău?' } as const;
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('many at once in a vote', () => {
  let room: Room;
  let votes: VotesService;
  let queries: VotesQueries;
  let town: Town;
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
  });

  const open = (over: Partial<OpenVote> = {}) =>
    room.db.transaction((tx) =>
      votes.open(tx, {
        id: newId<'Vote'>(), kind: 'question', subject: `question:${newId()}`, projectId: null, question: QUESTION,
        associationId: town.associationId, ...over,
      }),
    ); // prettier-ignore
  const all = (): PersonId[] => [town.president, town.inspector, ...town.members];
  /** Puts the deadline so many milliseconds ahead: the clock of the database goes on by itself. */
  const closesIn = (id: VoteId, ms: number) =>
    asSuperuser(room, (client) =>
      client.query(
        `update voting.vote set opens_at = platform.now() - interval '5 days',
           closes_at = platform.now() + $2 * interval '1 millisecond' where id = $1`,
        [id, ms],
      ),
    );
  const close = () => room.get(Courier).run('voting.close');
  const resultOf = async (id: VoteId) => (await queries.find(id))!.result;

  it('takes fifty members at once, each of them once', async () => {
    const people = await room.db.transaction(async (tx) => {
      const made: PersonId[] = [];
      for (let n = 0; n < 50; n += 1) made.push(await person(tx));
      for (const one of made) await join(tx, town.associationId, one);
      return made;
    });
    const id = await open();
    await Promise.all(people.flatMap((one) => [votes.cast(id, 'yes', null, one), votes.cast(id, 'yes', null, one)]));
    expect(await queries.find(id)).toMatchObject({ entitled: 57, cast: 50 });
    await closesIn(id, 0);
    await close();
    expect(await resultOf(id)).toMatchObject({ outcome: 'accepted', yes: 50, no: 0, abstain: 0 });
    expect(new Set((await queries.ballots(id)).map(({ receipt }) => receipt)).size).toBe(50);
  });

  it('counts at the closing second exactly the ballots that it took', async () => {
    const id = await open();
    await closesIn(id, 250);
    const people = all();
    const taken = Promise.all(
      people.map(async (one, n) => {
        await sleep(n * 80);
        return votes.cast(id, 'yes', null, one).then(
          () => 1,
          (error: { code: string }) => {
            expect(error.code).toBe('vote-closed');
            return 0;
          },
        );
      }),
    );
    while (!(await resultOf(id))) await Promise.all([close(), close(), sleep(20)]);
    const yes = (await taken).filter((one) => one === 1).length;
    expect(await resultOf(id)).toMatchObject({ yes, no: 0, abstain: 0 });
    expect(await queries.ballots(id)).toHaveLength(yes);
  });

  it('holds the deadline by the clock of the database: open before it, closed from it on', async () => {
    const id = await open();
    await closesIn(id, 60_000);
    await close();
    await votes.cast(id, 'yes', null, town.president);
    await closesIn(id, 0);
    await expect(votes.cast(id, 'no', null, town.inspector)).rejects.toMatchObject({ code: 'vote-closed' });
    await close();
    expect(await resultOf(id)).toMatchObject({ yes: 1, no: 0 });
  });

  it('hears of nobody who comes or goes while everybody votes', async () => {
    const id = await open();
    const comers = await room.db.transaction(async (tx) => [await person(tx), await person(tx)]);
    const [, ...stayers] = town.members;
    const leaver = town.members[0]!;
    const done = await Promise.allSettled([
      ...comers.map((one) => room.db.transaction((tx) => join(tx, town.associationId, one))),
      room.db.rows(`update hometowns.membership set until = platform.now(), ended_by = $1 where person_id = $1`, [leaver]),
      ...[leaver, ...stayers].map((one) => votes.cast(id, 'yes', null, one)),
    ]); // prettier-ignore
    expect(done.map(({ status }) => status)).not.toContain('rejected');
    for (const one of comers) {
      await expect(votes.cast(id, 'no', null, one)).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect(await queries.find(id)).toMatchObject({ rollSize: 7, entitled: 7, cast: 5 });
  });

  it.each<[string, readonly Choice[], string, string]>([
    ['a tie is no majority', ['yes', 'yes', 'no', 'no'], 'refused', 'no-majority'],
    ['one more than half of seven is a quorum', ['yes', 'yes', 'no', 'abstain'], 'accepted', 'majority'],
    ['one less is none', ['yes', 'yes', 'yes'], 'refused', 'silence-refused'],
    ['nobody is for', ['abstain', 'abstain', 'abstain', 'abstain'], 'refused', 'no-majority'],
  ])('%s', async (_name, choices, outcome, ground) => {
    const id = await open();
    await Promise.all(choices.map((choice, n) => votes.cast(id, choice, null, all()[n]!)));
    await closesIn(id, 0);
    await close();
    expect(await resultOf(id)).toMatchObject({ outcome, ground });
  });

  it('ends an association by five of seven, not by four', async () => {
    for (const [yes, outcome] of [[4, 'refused'], [5, 'accepted']] as const) {
      const id = await open({ kind: 'dissolution' });
      await Promise.all(all().map((one, n) => votes.cast(id, n < yes ? 'yes' : 'abstain', null, one)));
      await closesIn(id, 0);
      await close();
      expect(await queries.find(id)).toMatchObject({ rule: { majorityNum: 2, majorityDen: 3, ofRoll: true }, result: { outcome } });
    }
  }); // prettier-ignore

  it('asks an association about itself, and lets a member say that it is his own affair', async () => {
    const id = await open({ kind: 'officers' });
    const candidate = town.members[0]!;
    await votes.cast(id, 'yes', null, candidate);
    await votes.declareConflict(id, candidate, 'candidez eu');
    expect(await queries.standing(id, candidate)).toMatchObject({ recusal: 'own-interest' });
    expect(await queries.find(id)).toMatchObject({ projectId: null, question: QUESTION, cast: 0 });
    await expect(votes.cast(id, 'yes', null, candidate)).rejects.toMatchObject({ code: 'vote-recused' });
    const next = await open({ kind: 'officers' });
    expect(await queries.standing(next, candidate)).toMatchObject({ recusal: null });
    expect((await queries.openFor(candidate)).map((vote) => vote.id)).toEqual([next]);
    expect(await queries.electorate(id)).not.toContain(candidate);
  });
});
