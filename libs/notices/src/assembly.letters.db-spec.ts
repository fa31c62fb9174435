import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { type Mailbox, openPost } from '../../../test/support/post.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown } from '../../../test/support/town.js';
import { NoticesModule } from './index.js';

describe('letters about assemblies', () => {
  let room: Room;
  let bank: CardBank;
  let box: Mailbox;
  beforeAll(async () => {
    const post = await openPost();
    box = post.box;
    room = await openRoom([NoticesModule], post.env);
    bank = new CardBank(room);
  });
  afterAll(async () => {
    await room.close();
    await box.close();
  });

  const lettersTo = async (id: PersonId) => {
    await bank.drain();
    return box.letters.filter(({ to }) => to === `p-${id}@example.org`);
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
