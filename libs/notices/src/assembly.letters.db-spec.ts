import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import {
  DEFAULT_VOTE_RULE,
  ElectionsService,
  MembersService,
  OrganisationQueries,
  VoteRulesService,
} from '#libs/hometowns/src/index.js';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { buildTown } from '../../../test/support/town.js';

describe('letters about assemblies', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());

  const lettersTo = async (id: PersonId) => {
    await room.bank.drain();
    return room.lettersTo(id);
  };
  const pass = async (days: number, chore: string) => {
    await room.get(Clock).moveBy(days * 86_400_000);
    await room.get(Courier).run(chore);
  };

  it('give every member notice, one letter for all points, and ask the officers alone to sign', async () => {
    const { associationId, president, inspector, members } = await buildTown(room);
    const [member] = members as [PersonId];
    const draft = async () => {
      const id = newId<'Assembly'>();
      await room.get(AgendaService).prepare(associationId, { id, opensOn: null }, president);
      for (const ro of ['Intrăm în federație?', 'Aprobăm darea de seamă?'])
        await room.get(AgendaService).add(id, { id: newId<'AgendaItem'>(), kind: 'question', question: { original: 'ro', ro } }, president); // prettier-ignore
      await room.get(AssembliesService).call(id, president);
      return id;
    };
    const id = await draft();
    const [notice] = await lettersTo(member);
    expect(notice!.subject).toMatch(/^Adunare pe .* 2026|^Adunare pe/);
    expect(notice!.text).toContain('1. Intrăm în federație?\n2. Aprobăm darea de seamă?');
    expect(notice!.text).toContain(`/ro/association/${associationId}/assemblies/${id}`);
    expect(notice!.text).toContain('Votul este secret.');
    await pass(8, 'assemblies.open');
    expect((await lettersTo(member)).map(({ subject }) => subject.split(':')[0])).toEqual([expect.stringMatching(/^Adunare pe/), 'Se votează la adunare']); // prettier-ignore
    await pass(6, 'voting.close');
    expect(await lettersTo(member)).toHaveLength(2);
    expect((await lettersTo(inspector)).at(-1)!.subject).toContain('Proces-verbal de semnat');
    for (const one of [president, inspector]) await room.get(AssembliesService).sign(id, one);
    const [decided] = (await lettersTo(member)).slice(2);
    expect(decided!.text).toContain('1. Intrăm în federație? Neacceptat.');
    const other = await draft();
    await room.get(AssembliesService).callOff(other, 'Amânăm', president);
    expect((await lettersTo(member)).at(-1)!.text).toContain('Motivul: Amânăm');
  });

  it('tell all of a proposal, and those who wanted it that it does not come about', async () => {
    const { associationId, inspector, members } = await buildTown(room, { members: 9 });
    const [maker, backer, silent] = members as [PersonId, PersonId, PersonId];
    const [agenda, assemblies] = [room.get(AgendaService), room.get(AssembliesService)];
    const propose = async (by: PersonId) => {
      const id = newId<'Assembly'>();
      await agenda.prepare(associationId, { id, opensOn: null }, by);
      await agenda.add(id, { id: newId<'AgendaItem'>(), kind: 'question', question: { original: 'ro', ro: 'Intrăm în federație?' } }, by); // prettier-ignore
      await assemblies.call(id, by);
      return id;
    };
    const subjectsTo = async (one: PersonId) => (await lettersTo(one)).map(({ subject }) => subject.split(':')[0]);
    const id = await propose(maker);
    expect((await lettersTo(inspector))[0]!.text).toContain('1. Intrăm în federație?');
    await assemblies.back(id, backer);
    await assemblies.callOff(id, 'Întreb altfel', maker);
    expect(await subjectsTo(backer)).toEqual(['Se propune o adunare', 'Propunere retrasă']);
    expect([await subjectsTo(maker), await subjectsTo(silent)]).toEqual([[], ['Se propune o adunare']]);
    await propose(silent);
    await lettersTo(backer);
    await pass(31, 'assemblies.open');
    expect((await subjectsTo(silent)).at(-1)).toBe('Prea puțini vor adunarea');
    expect((await subjectsTo(backer)).at(-1)).toBe('Se propune o adunare');
  });

  it('ask whoever is to stand, and tell whoever drafted the agenda what he says', async () => {
    const { associationId, president, members } = await buildTown(room);
    const [candidate] = members as [PersonId];
    const [id, item] = [newId<'Assembly'>(), newId<'AgendaItem'>()];
    const agenda = room.get(AgendaService);
    await agenda.prepare(associationId, { id, opensOn: null }, president);
    await agenda.add(id, { id: item, kind: 'officers', role: 'president', candidate, years: 2 }, president);
    const [asked] = await lettersTo(candidate);
    expect(asked!.subject).toContain('Vă propun la alegeri');
    expect(asked!.text).toContain('în funcția de președinte pe 2 ani');
    expect(asked!.text).toContain(`/ro/association/${associationId}/assemblies/${id}`);
    for (const [says, subject] of [['no', 'Nu acceptă să candideze'], ['yes', 'Acceptă să candideze']] as const) {
      await agenda.answer(id, item, says, candidate);
      expect((await lettersTo(president)).at(-1)!.subject).toContain(subject);
    } // prettier-ignore
    expect(await lettersTo(candidate)).toHaveLength(1);
  });

  it('ask nobody more than five times a day whether he wants to stand, however often he is put on agendas and taken off', async () => {
    const { associationId, president, members } = await buildTown(room);
    const [candidate] = members as [PersonId];
    const [id, agenda] = [newId<'Assembly'>(), room.get(AgendaService)];
    await agenda.prepare(associationId, { id, opensOn: null }, president);
    for (let n = 0; n < 7; n += 1) {
      const item = newId<'AgendaItem'>();
      await agenda.add(id, { id: item, kind: 'officers', role: 'treasurer', candidate, years: 2 }, president);
      await room.bank.drain();
      await agenda.remove(id, item, president);
    }
    expect(await lettersTo(candidate)).toHaveLength(5);
    await room.get(Clock).moveBy(25 * 3_600_000);
    await agenda.add(id, { id: newId<'AgendaItem'>(), kind: 'officers', role: 'inspector', candidate, years: 1 }, president); // prettier-ignore
    expect(await lettersTo(candidate)).toHaveLength(6);
  });

  it('tell all members of the rule that their president sets', async () => {
    const { associationId, president, members } = await buildTown(room);
    const rule = { ...DEFAULT_VOTE_RULE, quorumDen: 3, hours: 72 };
    for (let twice = 0; twice < 2; twice += 1) await room.get(VoteRulesService).set(associationId, rule, president);
    const [told, ...more] = await lettersTo(members[0]!);
    expect(more).toEqual([]);
    expect(told!.subject).toContain('Altă regulă de vot');
    expect(told!.text).toContain('Participare minimă: o treime din listă.\nMajoritate: mai mult de jumătate');
    expect(told!.text).toContain(`/ro/association/${associationId}/rule`);
  });

  it('tell whoever is elected, and whoever leads again where an elected president gives the office back', async () => {
    const { associationId, president, members } = await buildTown(room);
    const [next] = members as [PersonId];
    const election = { personId: next, role: 'president', years: 2, decision: '1.1' } as const;
    await room.db.transaction((tx) => room.get(ElectionsService).elect(tx, associationId, election, president));
    const [elected] = await lettersTo(next);
    expect(elected!.subject).toContain('Membrii v-au ales');
    expect(elected!.text).toContain('în 14 zile dați funcția înapoi');
    const [office] = await room.get(OrganisationQueries).offices(associationId);
    await room.get(MembersService).end(office!.membershipId, next);
    expect((await lettersTo(president)).at(-1)!.subject).toContain('Conducerea v-a revenit');
    expect(await lettersTo(next)).toHaveLength(1);
  });

  it('remind once, of the points that somebody has not voted on, and nobody who has voted on all', async () => {
    const { associationId, president, members } = await buildTown(room);
    const [some, all, none] = members as [PersonId, PersonId, PersonId];
    const id = newId<'Assembly'>();
    await room.get(AgendaService).prepare(associationId, { id, opensOn: null }, president);
    for (const ro of ['Intrăm în federație?', 'Aprobăm darea de seamă?'])
      await room.get(AgendaService).add(id, { id: newId<'AgendaItem'>(), kind: 'question', question: { original: 'ro', ro } }, president); // prettier-ignore
    await room.get(AssembliesService).call(id, president);
    await pass(8, 'assemblies.open');
    const [first, second] = (await room.get(AssembliesQueries).find(id))!.items.map(({ voteId }) => voteId!);
    const votes = room.get(VotesService);
    for (const [voteId, person] of [[first, some], [first, all], [second, all]] as const) await votes.cast(voteId!, 'yes', null, person); // prettier-ignore
    const [{ closes }] = await room.db.rows<{ closes: Date }>('select closes_at as closes from voting.vote where id = $1', [first]) as [{ closes: Date }]; // prettier-ignore
    await room.get(Clock).moveBy(closes.getTime() - (await room.get(Clock).now()).getTime() - 12 * 3_600_000);
    const before = new Map<PersonId, number>();
    for (const one of [some, all, none]) before.set(one, (await lettersTo(one)).length);
    for (let n = 0; n < 2; n += 1) await room.get(Courier).run('voting.remind');
    const since = async (one: PersonId) => (await lettersTo(one)).slice(before.get(one));
    expect(await since(all)).toEqual([]);
    const [reminder, ...more] = await since(some);
    expect(more).toEqual([]);
    expect(reminder!.subject).toContain('Votul adunării se închide');
    expect(reminder!.text).toContain('2. Aprobăm darea de seamă?');
    expect(reminder!.text).not.toContain('Intrăm în federație?');
    expect((await since(none)).map(({ text }) => text)).toEqual([expect.stringContaining('1. Intrăm în federație?\n2. Aprobăm darea de seamă?')]); // prettier-ignore
  });
});
