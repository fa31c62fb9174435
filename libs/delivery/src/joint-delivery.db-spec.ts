import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccount } from '#libs/banking/src/index.js';
import { type BodyId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { type VoteView, VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { buildTogether } from '../../../test/support/partners.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser, plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, join, type Town, type TownProject } from '../../../test/support/town.js';
import { DeliveryModule, DeliveryQueries, EvidenceService, type RequestId } from './index.js';

const DAY = 86_400_000;

describe('a project of two towns', () => {
  let room: Room;
  let lead: Town;
  let partner: Town;
  let project: TownProject;
  let bank: BankAccount['id'];
  let walk: DeliveryWalk;
  let votes: VotesService;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    votes = room.get(VotesService);
    bank = await openBank(room, (await buildTown(room)).operators[0]);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    [lead, partner] = [await buildTown(room), await buildTown(room)];
    await openTreasury(room, lead);
  });

  const atWork = async (association?: BodyId | null) => {
    project = await buildProject(room, lead, { shares: [10_000] });
    await buildTogether(room, project, partner, association);
    walk = new DeliveryWalk(room, lead, project, bank);
    await countGift(room, lead, { projectId: project.id, bank, lei: Money.lei(100_000n) });
  };
  const sent = async () => {
    project = await buildProject(room, lead, { state: 'endorsement' });
    await buildTogether(room, project, partner);
    await room.db.rows('insert into projects.endorsement (project_id, association_id, asked_at) values ($1, $2, platform.now())', [project.id, partner.associationId]); // prettier-ignore
    await room.db.rows(`insert into platform.outbox (name, data) values ('projects.moved', jsonb_build_object('projectId', $1::text, 'to', 'endorsement'))`, [project.id]); // prettier-ignore
    await room.drain();
  };
  const votesOn = (subject: string) => room.get(VotesQueries).ofSubject(subject);
  const voteOf = async (subject: string, { associationId }: Town) =>
    (await votesOn(subject)).find((vote) => vote.associationId === associationId)!;
  const all = ({ president, inspector, members }: Town) => [president, inspector, ...members];
  const cast = async (vote: VoteView, choice: 'yes' | 'no', people: readonly PersonId[]) => {
    for (const one of people) await votes.cast(vote.id, choice, null, one);
  };
  const pass = async (days = 5) => {
    await room.get(Clock).moveBy(days * DAY);
    await room.get(Courier).run('voting.close');
    await room.drain();
    await room.get(Courier).run('delivery.approve');
  };
  const stateOf = async (id: RequestId) => (await room.get(DeliveryQueries).request(id))!.state;
  const projectState = async () => (await room.get(ProjectsQueries).find(project.id))!.state;

  it('has a vote in each association, and whoever works for either town hall takes part in none', async () => {
    await room.db.transaction(async (tx) => {
      await join(tx, lead.associationId, partner.accountant);
      await join(tx, partner.associationId, lead.secretary);
    });
    await sent();
    expect(await votesOn(`project:${project.id}`)).toHaveLength(2);
    for (const [town, stranger] of [[lead, partner.accountant], [partner, lead.secretary]] as const) {
      const vote = await voteOf(`project:${project.id}`, town);
      expect(vote).toMatchObject({ rollSize: 6, entitled: 5 });
      await expect(votes.cast(vote.id, 'yes', null, stranger)).rejects.toMatchObject({ code: 'vote-recused' });
    } // prettier-ignore
  });

  it('lets a member of both associations vote once in each; who declares a conflict in one leaves both', async () => {
    const both = lead.members[0]!;
    await room.db.transaction((tx) => join(tx, partner.associationId, both));
    await sent();
    const [own, other] = [await voteOf(`project:${project.id}`, lead), await voteOf(`project:${project.id}`, partner)];
    await cast(own, 'yes', [both]);
    await cast(other, 'no', [both]);
    expect([(await voteOf(own.subject, lead)).cast, (await voteOf(own.subject, partner)).cast]).toEqual([1, 1]);
    await votes.declareConflict(own.id, both, 'Fratele meu vinde țevile.');
    expect([(await voteOf(own.subject, lead)).cast, (await voteOf(own.subject, partner)).cast]).toEqual([0, 0]);
    await expect(votes.cast(other.id, 'yes', null, both)).rejects.toMatchObject({ code: 'vote-recused' });
  });

  it('goes on when both accept, closing in the same second', async () => {
    await sent();
    for (const town of [lead, partner]) await cast(await voteOf(`project:${project.id}`, town), 'yes', all(town));
    await room.get(Clock).moveBy(5 * DAY);
    await Promise.all([1, 2, 3].map(() => room.get(Courier).run('voting.close')));
    expect(await projectState()).toBe('review');
  });

  it('goes back when one refuses while the other accepts; both are counted, since their time was over', async () => {
    await sent();
    await cast(await voteOf(`project:${project.id}`, lead), 'yes', all(lead));
    await cast(await voteOf(`project:${project.id}`, partner), 'no', all(partner));
    await room.get(Clock).moveBy(5 * DAY);
    await Promise.all([1, 2].map(() => room.get(Courier).run('voting.close')));
    expect(await projectState()).toBe('draft');
    const outcomes = (await votesOn(`project:${project.id}`)).map(({ result }) => result!.outcome);
    expect(outcomes.sort()).toEqual(['accepted', 'refused']);
  });

  /** Two days more than its association's rule gives it. */
  const longer = ({ id }: VoteView) =>
    asSuperuser(room, (client) =>
      client.query(`update voting.vote set closes_at = closes_at + interval '2 days' where id = $1`, [id]),
    );

  it('ends the vote that still runs when the other association has refused', async () => {
    await sent();
    const late = await voteOf(`project:${project.id}`, partner);
    await longer(late);
    await pass(5);
    expect(await projectState()).toBe('draft');
    expect((await voteOf(`project:${project.id}`, partner)).state).toBe('void');
  });

  it('pays a tranche when every association has accepted it', async () => {
    await atWork();
    const asked = await walk.ask();
    await walk.inspect(asked);
    const subject = `tranche:${asked}`;
    for (const town of [lead, partner]) await cast(await voteOf(subject, town), 'yes', all(town));
    const [one] = await votesOn(subject);
    await longer(one!);
    await pass(5);
    expect(await stateOf(asked)).toBe('voting');
    await pass(3);
    expect(await stateOf(asked)).toBe('approved');
  });

  it('holds the money with the first association that refuses, or where too few vote', async () => {
    for (const silent of [true, false]) {
      await atWork();
      const asked = await walk.ask();
      await walk.inspect(asked);
      await cast(await voteOf(`tranche:${asked}`, lead), 'yes', all(lead));
      await cast(await voteOf(`tranche:${asked}`, partner), 'no', silent ? [] : all(partner));
      await pass();
      expect(await stateOf(asked)).toBe('refused');
    }
  });

  it('is inspected by either association, not by who works for a town hall of it', async () => {
    await atWork();
    const asked = await walk.ask();
    await room.db.transaction((tx) => join(tx, partner.townHallId, partner.inspector, 'accountant'));
    const by = new DeliveryWalk(room, partner, project, bank);
    await expect(by.inspect(asked)).rejects.toMatchObject({ code: 'inspector-conflict' });
    await walk.inspect(asked);
    expect((await room.get(DeliveryQueries).request(asked))!.votes).toHaveLength(2);
  });

  it('asks the public where a town has no association, and waits for its ten days beside the vote', async () => {
    await atWork(null);
    const asked = await walk.ask();
    await walk.inspect(asked);
    await room
      .get(EvidenceService)
      .object(asked, { id: newId<'Objection'>(), text: 'Țeava curge.' }, partner.president);
    await cast(await voteOf(`tranche:${asked}`, lead), 'yes', all(lead));
    await pass(5);
    expect(await stateOf(asked)).toBe('voting');
    await pass(7);
    expect(await stateOf(asked)).toBe('approved');
  });

  it('is found by the audit when a tranche is accepted without the word of one of them', async () => {
    await atWork();
    const asked = await walk.ask();
    await walk.inspect(asked);
    for (const town of [lead, partner]) await cast(await voteOf(`tranche:${asked}`, town), 'yes', all(town));
    await pass();
    const { associationId } = partner;
    const other = (await buildTown(room)).associationId;
    const of = `update voting.vote set association_id = '${other}' where subject = 'tranche:${asked}' and association_id = '${associationId}'`;
    await plant(room, ['voting.vote'], [of]);
    const found = await room.get(AuditService).run();
    expect(found).toContainEqual(expect.objectContaining({ kind: 'tranche-unheard', subject: `tranche:${asked}` }));
    await plant(
      room,
      ['voting.vote'],
      [`update voting.vote set association_id = '${associationId}' where association_id = '${other}'`],
    );
  });
});
