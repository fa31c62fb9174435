import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgendaService, AssembliesQueries, AssembliesService, type AssemblyId } from '#libs/assemblies/src/index.js';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccount } from '#libs/banking/src/index.js';
import { CashiersService, ReceiptsService } from '#libs/cash/src/index.js';
import { DeliveryModule, DeliveryQueries } from '#libs/delivery/src/index.js';
import { BodiesQueries, MembersQueries, OfficialEmailService } from '#libs/hometowns/src/index.js';
import { type BodyId, Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { HandOversService, ProjectFileQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { buildTogether } from '../../../test/support/partners.js';
import { staffer } from '../../../test/support/campaign.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, join, type Town } from '../../../test/support/town.js';
import { DissolutionsModule, DissolutionsQueries, DissolutionsService, type SuccessionId, SuccessionsService } from './index.js'; // prettier-ignore

const DAY = 86_400_000;

describe('the end of an association', () => {
  let room: Room;
  let town: Town;
  let other: Town;
  let bank: BankAccount['id'];
  let dissolutions: DissolutionsService;
  let successions: SuccessionsService;
  beforeAll(async () => {
    room = await openRoom([DissolutionsModule, DeliveryModule, AuditModule]);
    [dissolutions, successions] = [room.get(DissolutionsService), room.get(SuccessionsService)];
    await room.get(RatesService).loadShipped();
    bank = await openBank(room, (await buildTown(room)).operators[0]);
  });
  beforeEach(async () => {
    [town, other] = [await buildTown(room, { members: 4 }), await buildTown(room)];
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });

  const all = ({ president, inspector, members }: Town): PersonId[] => [president, inspector, ...members];
  const pass = async (days: number) => {
    await room.get(Clock).moveBy(days * DAY);
    for (const chore of ['assemblies.open', 'voting.close']) await room.get(Courier).run(chore);
    await room.drain();
  };
  /** The members meet about the end, and those vote for it. */
  const meet = async (voters = all(town)): Promise<AssemblyId> => {
    const [id, item] = [newId<'Assembly'>(), newId<'AgendaItem'>()];
    await room.get(AgendaService).prepare(town.associationId, { id, opensOn: null }, town.president);
    await room.get(AgendaService).add(id, { id: item, kind: 'dissolution' }, town.president);
    await room.get(AssembliesService).call(id, town.president);
    await pass(8);
    const [point] = (await room.get(AssembliesQueries).find(id))!.items;
    for (const one of voters) await room.get(VotesService).cast(point!.voteId!, 'yes', null, one);
    await pass(6);
    return id;
  };
  const sign = async (id: AssemblyId) => {
    for (const one of [town.president, town.inspector]) await room.get(AssembliesService).sign(id, one);
  };
  const decided = async () => sign(await meet());
  const found = () => room.get(DissolutionsQueries).ofAssociation(town.associationId);
  const ask = (standIn = false, by = town.operators[0]) => dissolutions.ask(town.associationId, { standIn }, by);
  const end = async (standIn = false) => dissolutions.confirm(await ask(standIn), town.operators[1]);
  const offer = async (successorId: BodyId = other.associationId): Promise<SuccessionId> => {
    const id = newId<'Succession'>();
    await successions.offer(town.associationId, { id, successorId }, town.president);
    return id;
  };
  const verifierOf = async (id: ProjectId) => {
    const { associationId, noAssociation } = (await room.get(ProjectsQueries).find(id))!;
    return { associationId, noAssociation };
  };
  const people = async () => (await room.get(MembersQueries).list(town.associationId)).length;
  const stateOf = async () => (await room.get(BodiesQueries).find(town.associationId))!.state;
  const eventsOf = async () =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'bodyId' = $1 and name like 'dissolutions.%' order by id`, [town.associationId])).map(({ name }) => name.split('.')[1]); // prettier-ignore

  it('is decided by two thirds of all who may vote, whatever its rule and however few vote', async () => {
    const three = all(town).slice(0, 3);
    const id = await meet(three);
    expect((await room.get(AssembliesQueries).find(id))!.items).toMatchObject([
      { kind: 'dissolution', outcome: 'refused' },
    ]);
    expect(await found()).toBeNull();
    await expect(ask()).rejects.toMatchObject({ code: 'dissolution-undecided' });
    const again = await meet([...three, town.members[3]!]);
    expect((await room.get(AssembliesQueries).find(again))!.items).toMatchObject([
      { outcome: 'accepted', effect: null },
    ]);
    expect(await found()).toMatchObject({ doneAt: null, succession: null });
    expect([await stateOf(), await people()]).toEqual(['verified', 6]);
    await expect(room.get(AgendaService).prepare(town.associationId, { id: newId<'Assembly'>(), opensOn: null }, town.president)).resolves.toBeUndefined(); // prettier-ignore
  });

  it('asks another association three times in thirty days', async () => {
    await decided();
    for (let n = 0; n < 3; n += 1) await successions.takeBack(town.associationId, await offer(), town.president);
    await expect(offer()).rejects.toMatchObject({ code: 'succession-often' });
    await room.get(Clock).moveBy(31 * DAY);
    await offer();
  });

  it('is confirmed by nobody who belongs to the association that gets its projects', async () => {
    await decided();
    await successions.agree(await offer(), other.president);
    await room.db.transaction((tx) => join(tx, other.associationId, town.operators[0]));
    await expect(ask()).rejects.toMatchObject({ code: 'dissolution-own' });
    const approval = await ask(false, town.operators[1]);
    await expect(dissolutions.confirm(approval, town.operators[0])).rejects.toMatchObject({ code: 'dissolution-own' });
    await room.db.rows(
      `update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 returning id`,
      [town.operators[0]],
    );
    // Whoever left it a minute ago is no stranger to it.
    await expect(dissolutions.confirm(approval, town.operators[0])).rejects.toMatchObject({ code: 'dissolution-own' });
    await dissolutions.confirm(approval, await staffer(room.db));
  });

  it('stands on an agenda once', async () => {
    const id = newId<'Assembly'>();
    const agenda = room.get(AgendaService);
    await agenda.prepare(town.associationId, { id, opensOn: null }, town.president);
    const item = { id: newId<'AgendaItem'>(), kind: 'dissolution' } as const;
    for (let n = 0; n < 2; n += 1) await agenda.add(id, item, town.president);
    await expect(agenda.add(id, { ...item, id: newId<'AgendaItem'>() }, town.president)).rejects.toMatchObject({ code: 'agenda-dissolution' }); // prettier-ignore
  });

  it('gives its projects to another whose president signs beside its own, and what is asked next asks that one', async () => {
    await openTreasury(room, town);
    const project = await buildProject(room, town, { shares: [5_000, 5_000] });
    await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
    const walk = new DeliveryWalk(room, town, project, bank);
    await walk.whole(0);
    const [draft, over] = [
      await buildProject(room, town, { state: 'draft' }),
      await buildProject(room, town, { state: 'completed' }),
    ];
    await decided();
    await expect(ask()).rejects.toMatchObject({ code: 'dissolution-projects', params: { n: 1 } });
    await expect(offer(town.associationId)).rejects.toMatchObject({ fields: [{ code: 'successor-unknown' }] });
    await expect(offer(town.townHallId)).rejects.toMatchObject({ fields: [{ code: 'successor-unknown' }] });
    await expect(successions.offer(town.associationId, { id: newId<'Succession'>(), successorId: other.associationId }, town.inspector)).rejects.toMatchObject({ code: 'role-missing' }); // prettier-ignore
    const first = await offer();
    await expect(offer()).rejects.toMatchObject({ code: 'succession-waiting' });
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-offered' });
    await expect(successions.agree(first, other.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(successions.agree(first, town.president)).rejects.toMatchObject({ code: 'not-found' });
    for (let n = 0; n < 2; n += 1) await successions.decline(first, 'Suntem prea puțini.', other.president);
    await expect(successions.decline(first, 'Altceva.', other.president)).rejects.toMatchObject({ code: 'succession-answered' }); // prettier-ignore
    await expect(successions.agree(first, other.president)).rejects.toMatchObject({ code: 'succession-answered' });
    const second = await offer();
    for (let n = 0; n < 2; n += 1) await successions.agree(second, other.president);
    expect(await verifierOf(project.id)).toMatchObject({ associationId: town.associationId });
    const approval = await ask();
    await expect(dissolutions.confirm(approval, town.operators[0])).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    expect([await stateOf(), await people()]).toEqual(['verified', 6]);
    await dissolutions.confirm(approval, town.operators[1]);
    await expect(dissolutions.confirm(approval, town.operators[1])).rejects.toMatchObject({ code: 'dissolution-done' });
    expect([await stateOf(), await people()]).toEqual(['dissolved', 0]);
    expect((await room.get(MembersQueries).lastOf(town.associationId)).sort()).toEqual(all(town).sort());
    expect(await room.get(HandOversService).from(town.associationId)).toMatchObject([
      { projectId: project.id, toId: other.associationId },
    ]);
    for (const one of [draft, over])
      expect(await verifierOf(one.id)).toMatchObject({ associationId: town.associationId });
    expect(await eventsOf()).toEqual(['decided', 'offered', 'declined', 'offered', 'agreed', 'done']);
    expect(
      (await room.get(ProjectFileQueries).file(project.id))!.gaps.filter(({ section }) => section === 'association'),
    ).toEqual([]);
    // Whoever was of the old one inspects and votes no more; its votes stay.
    const next = new DeliveryWalk(room, { ...other, mayor: town.mayor, operators: town.operators }, project, bank);
    const asked = await next.ask(1);
    await expect(walk.inspect(asked)).rejects.toMatchObject({ code: 'not-found' });
    await next.inspect(asked);
    expect((await room.get(DeliveryQueries).request(asked))!.votes).toMatchObject([
      { associationId: other.associationId },
    ]);
    await next.vote(asked);
    await next.arrive(asked, await next.sign(asked));
    expect((await room.get(VotesQueries).ofAssociation(town.associationId)).map(({ kind }) => kind).sort()).toEqual(['dissolution', 'release']); // prettier-ignore
    const place = (await room.get(BodiesQueries).find(town.associationId))!;
    expect(await room.get(BodiesQueries).bySlug(place.slug)).toMatchObject({ state: 'dissolved' });
    expect(await room.get(BodiesQueries).associationsOf(town.placeCode)).toEqual([]);
  });

  it('leaves its projects to the public and the operator where nobody is found, also its part of another town’s', async () => {
    const project = await buildProject(room, town, { shares: [10_000] });
    await openTreasury(room, town);
    await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
    const joint = await buildProject(room, other, { state: 'campaign', campaignEndsIn: '900 days' });
    await buildTogether(room, joint, town);
    await decided();
    const walk = new DeliveryWalk(room, town, project, bank);
    const asked = await walk.ask();
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-tranche' });
    await walk.inspect(asked);
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-votes' });
    await walk.vote(asked, 'no');
    await expect(ask(false)).rejects.toMatchObject({ code: 'dissolution-projects', params: { n: 2 } });
    await end(true);
    expect(await verifierOf(project.id)).toEqual({ associationId: null, noAssociation: true });
    expect(await verifierOf(joint.id)).toMatchObject({ associationId: other.associationId });
    const [partner] = await room.db.rows<{ of: BodyId | null }>('select association_id as of from projects.partner where project_id = $1', [joint.id]); // prettier-ignore
    expect(partner).toEqual({ of: null });
    const again = await walk.ask();
    expect(await room.get(DeliveryQueries).request(again)).toMatchObject({ state: 'objections', votes: [] });
  });

  it('waits for what it has begun, and then nothing is half-done', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '900 days' });
    const meeting = await meet();
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-minutes' });
    await sign(meeting);
    const [cashiers, cashier] = [room.get(CashiersService), town.members[0]!];
    const question = await cashiers.ask(town.associationId, cashier, town.president);
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-waits' });
    await cashiers.confirm(question, town.inspector);
    const words = { projectId: project.id, lei: Money.parse('50', 'MDL'), line: null, shortfall: 'return', onward: false, giver: 'Ion Rusu', shown: true, email: null, lang: 'ro' } as const; // prettier-ignore
    const { approvalId } = await room.get(ReceiptsService).write({ id: newId(), associationId: town.associationId, ...words }, cashier); // prettier-ignore
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-cash' });
    await room.get(ReceiptsService).sign(approvalId, town.president);
    await expect(ask(true)).rejects.toMatchObject({ code: 'dissolution-cash' });
    expect([await stateOf(), await people(), (await verifierOf(project.id)).associationId]).toEqual(['verified', 6, town.associationId]); // prettier-ignore
    await expect(dissolutions.ask(town.associationId, { standIn: true }, town.president)).rejects.toMatchObject({ code: 'not-found' }); // prettier-ignore
  });

  it('has one end, and nobody takes cash in its name beside it', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '900 days' });
    await decided();
    const [cashiers, cashier] = [room.get(CashiersService), town.members[0]!];
    await cashiers.confirm(await cashiers.ask(town.associationId, cashier, town.president), town.inspector);
    await successions.agree(await offer(), other.president);
    const approval = await ask();
    const words = { projectId: project.id, lei: Money.parse('50', 'MDL'), line: null, shortfall: 'return', onward: false, giver: 'Ion Rusu', shown: true, email: null, lang: 'ro' } as const; // prettier-ignore
    const [ended, again, taken] = await Promise.allSettled([
      dissolutions.confirm(approval, town.operators[1]),
      dissolutions.confirm(approval, other.operators[0]),
      room.get(ReceiptsService).write({ id: newId(), associationId: town.associationId, ...words }, cashier),
    ]);
    const ends = [ended, again].filter(({ status }) => status === 'fulfilled').length;
    expect(ends + (taken.status === 'fulfilled' ? 1 : 0)).toBe(1);
    expect(await stateOf()).toBe(ends === 1 ? 'dissolved' : 'verified');
    expect(await people()).toBe(ends === 1 ? 0 : 6);
  });

  it('ends what waits about it, and what is done in its name afterwards does not stay hidden', async () => {
    const project = await buildProject(room, town, { state: 'published' });
    await decided();
    await successions.agree(await offer(), other.president);
    await room.get(OfficialEmailService).ask(town.associationId, 'nou@nucilor.example', town.operators[0]);
    await end();
    const asked = await room.get(ApprovalsQueries).of(`body:${town.associationId}`);
    expect(new Map(asked.map(({ kind, state }) => [kind, state]))).toEqual(
      new Map([
        ['body-dissolution', 'given'],
        ['official-email', 'withdrawn'],
      ]),
    );
    const answers = (body: BodyId) =>
      `update projects.project set association_id = '${body}' where id = '${project.id}'`;
    await plant(room, ['projects.project'], [answers(town.associationId)]);
    expect(await room.get(AuditService).run()).toMatchObject([
      { invariant: 'I9', kind: 'association-ended', subject: `project:${project.id}`, projects: [project.id] },
    ]);
    await plant(room, ['projects.project'], [answers(other.associationId)]);
  });

  it('is not ended with another successor than the first has signed', async () => {
    await buildProject(room, town, { state: 'published' });
    await decided();
    const agreed = await offer();
    await successions.agree(agreed, other.president);
    const approval = await ask();
    for (let n = 0; n < 2; n += 1) await successions.takeBack(town.associationId, agreed, town.president);
    await expect(dissolutions.confirm(approval, town.operators[1])).rejects.toMatchObject({
      code: 'dissolution-changed',
    });
    await dissolutions.refuse(approval, 'Se caută altă asociație.', town.operators[1]);
    await successions.agree(await offer(), other.president);
    await room.db.rows(`update hometowns.body set state = 'suspended', state_reason = 'x' where id = $1`, [
      other.associationId,
    ]);
    await expect(ask()).rejects.toMatchObject({ code: 'dissolution-successor' });
  });
});
