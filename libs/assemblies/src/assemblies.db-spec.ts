import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_VOTE_RULE,
  BodiesQueries,
  ElectionsService,
  MembersQueries,
  MembersService,
  OrganisationQueries,
  TermsService,
  VoteRulesService,
} from '#libs/hometowns/src/index.js';
import { addDays, civilDate, type CivilDate, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import {
  AgendaService, AssembliesModule, AssembliesQueries, AssembliesService, type AssemblyId, type NewItem,
} from './index.js'; // prettier-ignore
import { SittingsService } from './sittings.service.js';

const DAY = 86_400_000;

describe('assemblies of an association', () => {
  let room: Room;
  let town: Town;
  let queries: AssembliesQueries;
  let assemblies: AssembliesService;
  let agenda: AgendaService;
  beforeAll(async () => {
    room = await openRoom([AssembliesModule]);
    [queries, assemblies, agenda] = [room.get(AssembliesQueries), room.get(AssembliesService), room.get(AgendaService)];
  });
  beforeEach(async () => {
    town = await buildTown(room, { members: 8 });
  });
  afterAll(() => room.close());

  const today = async () => civilDate(await room.get(Clock).now());
  const later = async (days: number) => addDays(await today(), days);
  const QUESTION: NewItem = { kind: 'question', question: { original: 'ro', ro: 'Intrăm în federație?' } };
  const add = (id: AssemblyId, item: NewItem, by: PersonId) => agenda.add(id, { id: newId<'AgendaItem'>(), ...item }, by); // prettier-ignore
  const draft = async (by: PersonId, ...items: readonly NewItem[]): Promise<AssemblyId> => {
    const id = newId<'Assembly'>();
    await agenda.prepare(town.associationId, { id, opensOn: await later(8) }, by);
    for (const item of items) {
      const itemId = newId<'AgendaItem'>();
      await agenda.add(id, { id: itemId, ...item }, by);
      if (item.kind === 'officers') await agenda.answer(id, itemId, 'yes', item.candidate);
    }
    return id;
  };
  const find = async (id: AssemblyId) => (await queries.find(id))!;
  const pass = async (days: number) => {
    await room.get(Clock).moveBy(days * DAY);
    for (const chore of ['assemblies.open', 'voting.close']) await room.get(Courier).run(chore);
    await room.drain();
  };
  const vote = async (
    id: AssemblyId,
    choice: 'yes' | 'no',
    people = [town.president, town.inspector, ...town.members],
  ) => {
    // prettier-ignore
    for (const { voteId } of (await find(id)).items)
      for (const one of people) await room.get(VotesService).cast(voteId!, choice, null, one);
  };

  it('is a draft of its maker alone until the notice, with a day that leaves seven days between', async () => {
    const by = town.president;
    for (const [days, fits] of [[7, false], [8, true], [60, true], [61, false]] as const) {
      const made = agenda.prepare(town.associationId, { id: newId<'Assembly'>(), opensOn: await later(days) }, by);
      await (fits ? made : expect(made).rejects.toMatchObject({ fields: [{ code: 'assembly-day' }] }));
    } // prettier-ignore
    const id = await draft(by);
    await expect(assemblies.call(id, by)).rejects.toMatchObject({ code: 'agenda-empty' });
    await expect(add(id, QUESTION, town.inspector)).rejects.toMatchObject({ code: 'not-found' });
    for (const [wrong, code] of [
      [{ kind: 'question', question: { original: 'ru', ru: 'Да' } }, 'agenda-question'],
      [{ kind: 'officers', role: 'president', candidate: town.mayor, years: 2 }, 'agenda-candidate'],
      [{ kind: 'officers', role: 'president', candidate: town.members[0]!, years: 5 }, 'agenda-years'],
      [{ kind: 'rules', rule: { ...DEFAULT_VOTE_RULE, hours: 1 } }, 'vote-hours'],
    ] as const) await expect(add(id, wrong, by)).rejects.toMatchObject({ fields: [{ code }] }); // prettier-ignore
    const point = { id: newId<'AgendaItem'>(), ...QUESTION };
    for (let n = 0; n < 2; n += 1) await agenda.add(id, point, by);
    const elected = { kind: 'officers', role: 'president', candidate: town.members[0]!, years: 2 } as const;
    for (const other of [elected, { ...QUESTION, question: { original: 'ro', ro: 'Altă întrebare?' } } as const])
      await expect(agenda.add(id, { ...other, id: point.id }, by)).rejects.toMatchObject({ code: 'id-taken' });
    await add(id, { kind: 'question', question: { original: 'ro', ru: 'Вступаем в федерацию?' } }, by);
    await agenda.remove(id, point.id, by);
    expect((await find(id)).items).toMatchObject([{ position: 1, question: { original: 'ru' } }]);
    expect(await queries.ofAssociation(town.associationId)).toEqual([]);
    expect(await queries.ofAssociation(town.associationId, town.inspector)).toEqual([]);
    for (const reader of [town.inspector, null]) expect(await queries.seen(id, reader)).toBeNull();
    expect((await queries.seen(id, by))!.id).toBe(id);
    await assemblies.call(id, by);
    await expect(add(id, QUESTION, by)).rejects.toMatchObject({ code: 'assembly-noticed' });
    await expect(room.db.rows('delete from assemblies.item where assembly_id = $1', [id])).rejects.toThrow('the agenda stands'); // prettier-ignore
    await expect(room.db.rows('update assemblies.item set position = 20 where assembly_id = $1', [id])).rejects.toThrow('the agenda stands'); // prettier-ignore
    await expect(room.db.rows(`update assemblies.assembly set state = 'open', opened_at = platform.now() where id = $1`, [id])).rejects.toThrow('opened_on_its_day'); // prettier-ignore
    expect(await queries.ofAssociation(town.associationId)).toMatchObject([{ id, number: 1, state: 'called' }]);
  });

  it('has nobody stand who has not said yes: he sees the draft, is asked, and may say otherwise until the notice', async () => {
    const [candidate, other] = town.members as [PersonId, PersonId];
    const { president: by, associationId } = town;
    const id = await draft(by);
    const [item, own] = [newId<'AgendaItem'>(), newId<'AgendaItem'>()];
    await agenda.add(id, { id: item, kind: 'officers', role: 'treasurer', candidate, years: 1 }, by);
    await agenda.add(id, { id: own, kind: 'officers', role: 'inspector', candidate: by, years: 1 }, by);
    expect((await find(id)).items).toMatchObject([{ says: null }, { says: 'yes' }]);
    expect(await queries.ofAssociation(associationId, candidate)).toMatchObject([{ id }]);
    expect(await queries.ofAssociation(associationId, other)).toEqual([]);
    const seen = await Promise.all([by, candidate, other].map((one) => queries.seen(id, one)));
    expect(seen.map((one) => one?.id)).toEqual([id, id, undefined]);
    await expect(assemblies.call(id, by)).rejects.toMatchObject({ code: 'agenda-consent' });
    await expect(agenda.answer(id, item, 'yes', by)).rejects.toMatchObject({ code: 'not-found' });
    for (const says of ['yes', 'no', 'no'] as const) await agenda.answer(id, item, says, candidate);
    await expect(assemblies.call(id, by)).rejects.toMatchObject({ code: 'agenda-consent' });
    await agenda.answer(id, item, 'yes', candidate);
    await assemblies.call(id, by);
    await expect(agenda.answer(id, item, 'no', candidate)).rejects.toMatchObject({ code: 'assembly-noticed' });
    await expect(room.db.rows(`update assemblies.item set candidate_says = 'no' where id = $1`, [item])).rejects.toThrow('the agenda stands'); // prettier-ignore
    const told = await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'itemId' = $1 order by id`, [item]); // prettier-ignore
    expect(told.map(({ name }) => name)).toEqual(['asked', 'said', 'said', 'said'].map((one) => `assemblies.candidate-${one}`)); // prettier-ignore
  });

  it('is called by a fifth of the members where the president does not, and ends when too few want it', async () => {
    const [one, two] = town.members as [PersonId, PersonId];
    const id = await draft(one, QUESTION);
    await assemblies.call(id, one);
    expect(await find(id)).toMatchObject({ state: 'proposed', number: null, backers: 1 });
    await room.get(Clock).moveBy(5 * DAY);
    await expect(assemblies.back(id, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await Promise.all([assemblies.back(id, two), assemblies.back(id, two)]);
    const called = await find(id);
    // Two of ten are a fifth; the notice has its seven days again.
    expect(called).toMatchObject({ state: 'called', number: 1, backers: 2, opensOn: await later(8) });
    const other = await draft(two, QUESTION);
    await assemblies.call(other, two);
    await pass(31);
    expect((await find(other)).state).toBe('lapsed');
  });

  it('is proposed by one member once in sixty days, taken back by him while it waits, and called off by nobody once a fifth has called it', async () => {
    const [one, two] = town.members as [PersonId, PersonId];
    const id = await draft(one, QUESTION);
    await assemblies.call(id, one);
    expect(await queries.toBack(town.associationId, two)).toMatchObject([{ id }]);
    expect(await queries.toBack(town.associationId, one)).toEqual([]);
    await expect(assemblies.callOff(id, 'Nu vreau', two)).rejects.toMatchObject({ code: 'not-found' });
    await assemblies.callOff(id, 'Întreb altfel', one);
    expect(await queries.seen(id, two)).toMatchObject({ id });
    const again = await draft(one, QUESTION);
    await expect(assemblies.call(again, one)).rejects.toMatchObject({ code: 'assembly-proposed-lately' });
    const other = await draft(two, QUESTION);
    await assemblies.call(other, two);
    await assemblies.back(other, one);
    await expect(assemblies.callOff(other, 'M-am răzgândit', two)).rejects.toMatchObject({
      code: 'assembly-by-members',
    });
    await room.get(Clock).moveBy(60 * DAY);
    await assemblies.call(again, one);
    expect((await find(again)).state).toBe('proposed');
    const told = await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'bodyId' = $1 and name like 'assemblies.%' order by id`, [town.associationId]); // prettier-ignore
    expect(told.map(({ name }) => name.split('.')[1])).toEqual(['proposed', 'withdrawn', 'proposed', 'called', 'proposed']); // prettier-ignore
  });

  it('is called off by the president who has called it, while he is one and a member', async () => {
    const [next] = town.members as [PersonId];
    const id = await draft(town.president, QUESTION);
    await assemblies.call(id, town.president);
    const election = { personId: next, role: 'president', years: 1, decision: '7' } as const;
    await room.db.transaction((tx) => room.get(ElectionsService).elect(tx, town.associationId, election, next));
    await expect(assemblies.callOff(id, 'Amânăm', town.president)).rejects.toMatchObject({ code: 'role-missing' });
    await room.db.rows(`update hometowns.membership set until = platform.now(), ended_by = $2 where person_id = $1 and until is null`, [town.president, next]); // prettier-ignore
    await expect(assemblies.callOff(id, 'Amânăm', town.president)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is called three times in thirty days by one member, who keeps twenty drafts', async () => {
    const by = town.president;
    for (let n = 0; n < 3; n += 1) {
      const id = await draft(by, QUESTION);
      await assemblies.call(id, by);
      await assemblies.callOff(id, 'Nu mai e nevoie.', by);
    }
    const fourth = await draft(by, QUESTION);
    await expect(assemblies.call(fourth, by)).rejects.toMatchObject({ code: 'assembly-often' });
    for (let n = 1; n < 20; n += 1) await draft(by);
    await expect(draft(by)).rejects.toMatchObject({ code: 'assembly-drafts' });
    await room.get(Clock).moveBy(31 * DAY);
    await assemblies.call(fourth, by);
  });

  it('opens each point as a vote on its day, and does what the members have decided', async () => {
    const [elected] = town.members as [PersonId];
    const rule = { ...DEFAULT_VOTE_RULE, hours: 72, secret: false, proxies: 1 };
    const id = await draft(town.president, QUESTION, { kind: 'officers', role: 'president', candidate: elected, years: 2 }, { kind: 'rules', rule }); // prettier-ignore
    await assemblies.call(id, town.president);
    await pass(7);
    expect((await find(id)).state).toBe('called');
    await pass(1);
    const open = await find(id);
    expect(open.state).toBe('open');
    const kinds = await Promise.all(
      open.items.map(async ({ voteId }) => (await room.get(VotesQueries).find(voteId!))!.kind),
    );
    expect(kinds).toEqual(['question', 'officers', 'rules']);
    await expect(assemblies.callOff(id, 'Altă dată', town.president)).rejects.toMatchObject({ code: 'assembly-open' });
    await expect(assemblies.sign(id, town.president)).rejects.toMatchObject({ code: 'minutes-not-ready' });
    await vote(id, 'yes');
    const day = await later(5);
    await pass(6);
    const closed = await find(id);
    expect(closed).toMatchObject({ state: 'closed', items: [{ outcome: 'accepted', effect: null }, { outcome: 'accepted', effect: 'done' }, { effect: 'done' }] }); // prettier-ignore
    expect(closed.code).toMatch(/^[2-9A-HJ-NP-Z]{16}$/);
    const head = await room.get(MembersQueries).officersOf(town.associationId, ['president']);
    expect(head).toEqual([elected]);
    // The minutes are signed by whoever has led it, or leads now.
    expect(closed.chairId).toBe(town.president);
    expect(new Set(await queries.signersOf(closed))).toEqual(new Set([elected, town.president, town.inspector]));
    for (const one of [town.president, town.inspector]) await assemblies.sign(id, one);
    await expect(assemblies.sign(id, elected)).rejects.toMatchObject({ code: 'minutes-others' });
    const roles = await room.get(MembersQueries).rolesOf(town.president);
    expect(roles.map(({ role }) => role)).toEqual(['member']);
    const [term] = await room.get(OrganisationQueries).offices(town.associationId);
    expect(term).toMatchObject({ role: 'president', decision: '1.2', until: yearsOn(term!.from!, 2) });
    expect(term!.from! >= day).toBe(true);
    expect(await room.get(BodiesQueries).voteRuleOf(town.associationId)).toMatchObject({ hours: 72, secret: false, proxies: 1 }); // prettier-ignore
  });

  it('has one president and one rule: of several accepted the one with the most yes, whatever was counted first', async () => {
    const [first, second] = town.members as [PersonId, PersonId];
    const people = [town.president, town.inspector, ...town.members];
    const rule = { ...DEFAULT_VOTE_RULE, hours: 72 };
    const elect = (candidate: PersonId): NewItem => ({ kind: 'officers', role: 'president', candidate, years: 1 });
    const id = await draft(town.president, elect(first), elect(second), { kind: 'rules', rule }, { kind: 'rules', rule: { ...rule, hours: 96 } }); // prettier-ignore
    await assemblies.call(id, town.president);
    await pass(8);
    const { items } = await find(id);
    for (const [n, yes] of [8, 10, 10, 10].entries())
      for (const one of people.slice(0, yes)) await room.get(VotesService).cast(items[n]!.voteId!, 'yes', null, one);
    await room.get(Clock).moveBy(6 * DAY);
    await room.get(Courier).run('voting.close');
    await expect(assemblies.sign(id, town.inspector)).rejects.toMatchObject({ code: 'minutes-not-ready' });
    // News may come in any order: the last point is heard of first.
    await room.db.transaction((tx) => room.get(SittingsService).counted(tx, `question:${items[3]!.id}`));
    expect(await find(id)).toMatchObject({ state: 'open', items: [{}, {}, {}, { outcome: 'accepted', effect: null }] });
    await room.drain();
    expect(await find(id)).toMatchObject({ state: 'closed', items: ['outvoted', 'done', 'done', 'outvoted'].map((effect) => ({ effect })) }); // prettier-ignore
    expect(await room.get(MembersQueries).officersOf(town.associationId, ['president'])).toEqual([second]);
    expect(await room.get(BodiesQueries).voteRuleOf(town.associationId)).toMatchObject({ hours: 72 });
  });

  it('is voted on by the rule of the notice, and what the members decided their president does not undo', async () => {
    const { associationId: at, president } = town;
    const rules = room.get(VoteRulesService);
    const rule = { ...DEFAULT_VOTE_RULE, hours: 96 };
    const id = await draft(president, { kind: 'rules', rule }, { kind: 'officers', role: 'treasurer', candidate: town.inspector, years: 1 }); // prettier-ignore
    await assemblies.call(id, president);
    const other = { ...DEFAULT_VOTE_RULE, quorumNum: 1, quorumDen: 1, secret: false, hours: 72 };
    await expect(rules.set(at, other, president)).rejects.toMatchObject({ code: 'assembly-ahead' });
    // However it came to be set.
    await room.db.transaction((tx) => rules.adopt(tx, at, other, president));
    await pass(8);
    for (const { voteId } of (await find(id)).items)
      expect(await room.get(VotesQueries).find(voteId!)).toMatchObject({ secret: true, rule: { quorumDen: 2 } });
    await vote(id, 'yes');
    await pass(6);
    await expect(rules.set(at, DEFAULT_VOTE_RULE, president)).rejects.toMatchObject({ code: 'rule-by-members' });
    expect(await room.get(BodiesQueries).voteRuleOf(at)).toMatchObject({ hours: 96 });
    const office = (await room.get(OrganisationQueries).offices(at)).find(({ role }) => role === 'treasurer')!;
    const longer = { from: office.from!, until: yearsOn(office.from!, 4) as CivilDate, decision: '1.2' };
    await expect(room.get(TermsService).set(at, office.membershipId, longer, president)).rejects.toMatchObject({ code: 'term-elected' }); // prettier-ignore
    // They may themselves.
    const again = await draft(president, { kind: 'rules', rule: { ...rule, hours: 72 } });
    await assemblies.call(again, president);
    await pass(8);
    await vote(again, 'yes');
    await pass(6);
    expect(await room.get(BodiesQueries).voteRuleOf(at)).toMatchObject({ hours: 72 });
  });

  it('leaves the rule to the members from their first vote that reaches its quorum: one that nobody can fulfil the president mends', async () => {
    const { associationId: at, president } = town;
    const rules = room.get(VoteRulesService);
    const held = async (people: readonly PersonId[]) => {
      const id = await draft(president, QUESTION);
      await assemblies.call(id, president);
      await pass(8);
      await vote(id, 'no', [...people]);
      await pass(6);
    };
    await held(town.members.slice(0, 4));
    expect(await room.get(BodiesQueries).ruleIsMembers(at)).toBe(false);
    await rules.set(at, { ...DEFAULT_VOTE_RULE, quorumDen: 3 }, president);
    await held(town.members.slice(0, 4));
    expect(await room.get(BodiesQueries).ruleIsMembers(at)).toBe(true);
    await expect(rules.set(at, DEFAULT_VOTE_RULE, president)).rejects.toMatchObject({ code: 'rule-by-members' });
  });

  it('keeps everybody who was called until it is over: nobody is put out meanwhile, and anybody may go', async () => {
    const [one, two, three] = town.members as [PersonId, PersonId, PersonId];
    const end = async (of: PersonId, by: PersonId) =>
      room.get(MembersService).end((await room.get(MembersQueries).rolesOf(of))[0]!.id, by);
    const proposed = await draft(one, QUESTION);
    await end(three, town.president);
    await assemblies.call(proposed, one);
    await expect(end(one, town.president)).rejects.toMatchObject({ code: 'assembly-ahead' });
    await expect(end(town.inspector, town.president)).rejects.toMatchObject({ code: 'assembly-ahead' });
    await assemblies.callOff(proposed, 'Întreb altfel', one);
    await end(two, town.president);
    const id = await draft(town.president, QUESTION);
    await assemblies.call(id, town.president);
    await expect(end(one, town.president)).rejects.toMatchObject({ code: 'assembly-ahead' });
    await pass(8);
    await expect(end(one, town.president)).rejects.toMatchObject({ code: 'assembly-ahead' });
    await end(town.inspector, town.inspector);
    await pass(6);
    expect((await find(id)).state).toBe('closed');
    await end(one, town.president);
    expect(await room.get(MembersQueries).rolesOf(one)).toEqual([]);
  });

  it('does not open while the association is suspended: later when it acts again, and not at all after sixty days', async () => {
    const suspend = (to: 'suspended' | 'verified') =>
      room.db.rows(`update hometowns.body set state = $2, state_reason = case when $2 = 'suspended' then 'Se verifică' end where id = $1`, [town.associationId, to]); // prettier-ignore
    const ids = [await draft(town.president, QUESTION), await draft(town.president, QUESTION)];
    const [late, never] = ids as [AssemblyId, AssemblyId];
    await assemblies.call(late, town.president);
    await suspend('suspended');
    await pass(20);
    expect((await find(late)).state).toBe('called');
    await suspend('verified');
    await assemblies.call(never, town.president);
    await pass(0);
    expect((await find(late)).state).toBe('open');
    await suspend('suspended');
    await pass(8 + 60);
    expect((await find(never)).state).toBe('called');
    await pass(1);
    expect(await find(never)).toMatchObject({ state: 'lapsed', openedAt: null });
    expect(await room.get(MembersQueries).isCalled(town.associationId)).toBe(false);
    const told = await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'assemblyId' = $1 order by id`, [never]); // prettier-ignore
    expect(told.map(({ name }) => name)).toEqual(['assemblies.called', 'assemblies.not-held']);
  });

  it('changes nothing where the members said no, nor for somebody who has left', async () => {
    const [gone] = town.members as [PersonId];
    const election: NewItem = { kind: 'officers', role: 'treasurer', candidate: gone, years: 1 };
    const refused = await draft(town.president, election);
    await assemblies.call(refused, town.president);
    const accepted = await draft(town.president, election);
    await assemblies.call(accepted, town.president);
    await pass(8);
    await vote(refused, 'no');
    await vote(accepted, 'yes');
    await room.db.rows('update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1', [gone]); // prettier-ignore
    await pass(6);
    expect((await find(refused)).items).toMatchObject([{ outcome: 'refused', effect: null }]);
    expect((await find(accepted)).items).toMatchObject([{ outcome: 'accepted', effect: 'candidate-left' }]);
    expect(await room.get(MembersQueries).officersOf(town.associationId, ['treasurer'])).toEqual([]);
  });

  it('has minutes that the president and another officer sign, one of each and never one person twice', async () => {
    const id = await draft(town.president, QUESTION);
    await assemblies.call(id, town.president);
    await pass(8);
    await pass(6);
    await expect(assemblies.sign(id, town.members[0]!)).rejects.toMatchObject({ code: 'minutes-others' });
    await expect(assemblies.sign(id, town.mayor)).rejects.toMatchObject({ code: 'not-found' });
    for (let n = 0; n < 2; n += 1) await assemblies.sign(id, town.inspector);
    await assemblies.sign(id, town.president);
    expect((await find(id)).signatures.map(({ office, personId }) => [office, personId])).toEqual([
      ['chair', town.president],
      ['secretary', town.inspector],
    ]);
    const events = await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'assemblyId' = $1 order by id`, [id]); // prettier-ignore
    expect(events.map(({ name }) => name)).toEqual(['called', 'opened', 'closed', 'signed'].map((one) => `assemblies.${one}`)); // prettier-ignore
    expect(await queries.byCode((await find(id)).code!)).toMatchObject({ id });
  });

  it('is called off by its caller alone, with the reason, and a draft without', async () => {
    const [dropped, called] = [await draft(town.president), await draft(town.president, QUESTION)];
    await assemblies.callOff(dropped, '', town.president);
    await assemblies.call(called, town.president);
    await expect(assemblies.callOff(called, ' ', town.president)).rejects.toMatchObject({ fields: [{ code: 'assembly-why' }] }); // prettier-ignore
    await expect(assemblies.callOff(called, 'Amânăm', town.inspector)).rejects.toMatchObject({ code: 'not-found' });
    for (let n = 0; n < 2; n += 1) await assemblies.callOff(called, 'Amânăm', town.president);
    await pass(9);
    expect(await queries.ofAssociation(town.associationId)).toMatchObject([{ id: called, state: 'called-off', why: 'Amânăm' }]); // prettier-ignore
  });
});

function yearsOn(day: CivilDate, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
