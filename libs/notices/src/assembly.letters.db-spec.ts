import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgendaService, AssembliesService } from '#libs/assemblies/src/index.js';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
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
});
