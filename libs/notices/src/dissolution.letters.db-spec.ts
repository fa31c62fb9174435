import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import { DissolutionsService, type SuccessionId, SuccessionsService } from '#libs/dissolutions/src/index.js';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';

describe('letters about the end of an association', () => {
  let room: LetterRoom;
  let town: Town;
  let other: Town;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    [town, other] = [await buildTown(room), await buildTown(room)];
  });

  const lettersTo = async (id: PersonId) => {
    await room.bank.drain();
    return room.lettersTo(id);
  };
  const last = async (id: PersonId) => (await lettersTo(id)).at(-1)!;
  const pass = async (days: number, chore: string) => {
    await room.get(Clock).moveBy(days * 86_400_000);
    await room.get(Courier).run(chore);
    await room.bank.drain();
  };
  const decided = async () => {
    const { associationId, president, inspector, members } = town;
    const id = newId<'Assembly'>();
    await room.get(AgendaService).prepare(associationId, { id, opensOn: null }, president);
    await room.get(AgendaService).add(id, { id: newId<'AgendaItem'>(), kind: 'dissolution' }, president);
    await room.get(AssembliesService).call(id, president);
    await pass(8, 'assemblies.open');
    const [point] = (await room.get(AssembliesQueries).find(id))!.items;
    for (const one of [president, inspector, ...members]) await room.get(VotesService).cast(point!.voteId!, 'yes', null, one); // prettier-ignore
    await pass(6, 'voting.close');
    for (const one of [president, inspector]) await room.get(AssembliesService).sign(id, one);
  };
  const offer = async (): Promise<SuccessionId> => {
    const id = newId<'Succession'>();
    await room.get(SuccessionsService).offer(town.associationId, { id, successorId: other.associationId }, town.president); // prettier-ignore
    return id;
  };
  const end = async (standIn: boolean) => {
    const approval = await room.get(DissolutionsService).ask(town.associationId, { standIn }, town.operators[0]);
    await room.get(DissolutionsService).confirm(approval, town.operators[1]);
  };

  it('say what is to be settled, ask the other president, tell both memberships and the town hall', async () => {
    await buildProject(room, town, { state: 'campaign', campaignEndsIn: '900 days' });
    await decided();
    const open = (await lettersTo(town.inspector)).find(({ subject }) => subject.includes('De încheiat înainte'));
    expect(open!.text).toContain('• Lumină pe strada Nucilor');
    const declined = await offer();
    const asked = await last(other.president);
    expect(asked.subject).toContain('Vi se oferă proiecte');
    expect(asked.text).toContain(`/ro/association/${other.associationId}/dissolution`);
    expect((await lettersTo(other.inspector)).filter(({ subject }) => subject.includes('ofer'))).toEqual([]);
    await room.get(SuccessionsService).decline(declined, 'Suntem prea puțini.', other.president);
    expect((await last(town.president)).text).toContain('Motivul: Suntem prea puțini.');
    const back = await offer();
    await room.get(SuccessionsService).takeBack(town.associationId, back, town.president);
    expect((await last(other.president)).subject).toContain('Nu mai preluați');
    await room.get(SuccessionsService).agree(await offer(), other.president);
    for (const [one, body] of [
      [town.members[0]!, town],
      [other.members[0]!, other],
    ] as const) {
      const told = await last(one);
      expect(told.subject).toContain('Proiectele au cine le prelua');
      expect(told.text).toContain(`/ro/association/${body.associationId}/dissolution`);
    }
    await end(false);
    for (const one of [town.members[0]!, town.president, town.mayor, other.president]) {
      const told = await last(one);
      expect(told.subject).toContain('Asociația s-a dizolvat');
      expect(told.text).toContain('De proiectul ei deschis răspunde acum');
    }
    expect((await lettersTo(town.members[0]!)).filter(({ subject }) => subject.includes('dizolvat'))).toHaveLength(1);
  });

  it('say that projects go on without an association, or that there were none', async () => {
    await decided();
    await end(false);
    expect((await last(town.members[0]!)).text).toContain('Nu avea proiecte deschise.');
    town = await buildTown(room);
    await buildProject(room, town, { state: 'published' });
    await decided();
    await end(true);
    expect((await last(town.members[0]!)).text).toContain('Proiectul ei deschis merge mai departe fără asociație');
  });
});
