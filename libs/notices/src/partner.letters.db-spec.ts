import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CofundingQueries, SharesService } from '#libs/cofunding/src/index.js';
import { type CivilDate, Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { DraftsService, PartnersQueries, PartnersService, ProjectFileQueries } from '#libs/projects/src/index.js';
import { buildTogether, ofTown } from '../../../test/support/partners.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { draftStreetLight } from '../../../test/support/street-light.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';

const ACT = { actNumber: '7/3', actDate: '2026-01-15' as CivilDate };

describe('letters to a town hall whose money in a joint project another one has changed', () => {
  let room: LetterRoom;
  let lead: Town;
  let partner: Town;
  beforeAll(async () => {
    room = await openLetterRoom();
    [lead, partner] = [await buildTown(room), await buildTown(room)];
    await room.db.rows(`update identity.person set lang = 'ru' where id = $1`, [partner.secretary]);
  });
  afterAll(() => room.close());

  const lettersTo = async (id: PersonId, subject: string) => {
    await room.drain();
    return (await room.lettersTo(id)).filter((one) => one.subject.startsWith(subject));
  };
  const gives = async (id: ProjectId, amount?: Money) => {
    const { sections } = (await room.get(ProjectFileQueries).file(id))!;
    const { typed, version } = sections.find(({ name }) => name === 'funding')!;
    const [state, town, ...rest] = typed.sources as Record<string, unknown>[];
    const own = { ...town, townHallId: partner.townHallId, ...(amount && { amount: amount.toString() }) };
    await room
      .get(DraftsService)
      .save(id, 'funding', { ...typed, sources: [state, own, ...rest] }, lead.mayor, version);
  };
  const joint = async () => {
    const id = await draftStreetLight(room, lead);
    await room.get(PartnersService).invite(id, partner.townHallId, lead.mayor);
    await gives(id);
    const { share } = (await room.get(PartnersQueries).one(id, partner.townHallId))!;
    await room
      .get(PartnersService)
      .agree({ projectId: id, townHallId: partner.townHallId, ...ACT, share }, partner.mayor);
    return { id, share };
  };

  it('say once for each change what it pays now and what its council agreed to, each signer in his language', async () => {
    const { id, share } = await joint();
    await gives(id, Money.lei(20_000_000n));
    const [[letter, ...more], russian] = [await lettersTo(partner.mayor, 'Se cere din nou acordul'), await lettersTo(partner.secretary, 'Нужно новое согласие')]; // prettier-ignore
    expect(more).toEqual([]);
    expect(letter!.text.replaceAll(/\s/g, ' ')).toContain(`acum 200 000 de lei, iar acordul dat prin decizia consiliului nr. 7/3 din 15 ianuarie 2026 este pentru ${share.minor / 100_000n} 000 de lei`); // prettier-ignore
    expect(letter!.text).toContain(`/ro/town-hall/${partner.townHallId}/joint/${id}`);
    expect(russian).toHaveLength(1);
    expect(await lettersTo(partner.accountant, 'Se cere')).toEqual([]);
    await gives(id, Money.lei(21_000_000n));
    expect(await lettersTo(partner.mayor, 'Se cere din nou acordul')).toHaveLength(2);
  });

  it('stop at three a day, however often the plan is changed', async () => {
    const { id } = await joint();
    const before = (await lettersTo(partner.mayor, 'Se cere din nou acordul')).length;
    for (let n = 1n; n <= 5n; n += 1n) {
      await gives(id, Money.lei(20_000_000n + n));
      await room.drain();
    }
    expect((await lettersTo(partner.mayor, 'Se cere din nou acordul')).length - before).toBe(3);
  });

  it('say what the town hall that leads has recorded of its money; of what it records itself nothing', async () => {
    const project = await buildProject(room, lead, { state: 'published' });
    await buildTogether(room, project, partner);
    await ofTown(room, project.sources[1]!, partner);
    const act = { kind: 'payment-order', number: '55', date: '2026-01-16' as CivilDate, file: null } as const;
    const step = { projectId: project.id, sourceId: project.sources[1]!, stage: 'paid', amount: Money.lei(1_200_000n), act } as const; // prettier-ignore
    await room.get(SharesService).record({ id: newId<'Share'>(), ...step }, partner.accountant);
    expect(await lettersTo(partner.mayor, 'Notat pentru')).toEqual([]);
    const id = newId<'Share'>();
    await room.get(SharesService).record({ id, ...step }, lead.accountant);
    await room.get(SharesService).record({ id, ...step }, lead.accountant);
    const [letter, ...more] = await lettersTo(partner.mayor, 'Notat pentru');
    expect(more).toEqual([]);
    expect(letter!.text.replaceAll(/\s/g, ' ')).toContain('plătit 12 000 de lei. Actul: ordin de plată nr. 55 din 16 ianuarie 2026.'); // prettier-ignore
    expect(letter!.text).toContain(`/joint/${project.id}/shares`);
    expect(await lettersTo(partner.secretary, 'Записано за вашу')).toHaveLength(1);
    await room.get(SharesService).reverse({ id: newId<'Share'>(), ...step }, lead.accountant);
    expect((await lettersTo(partner.mayor, 'Notat pentru')).at(-1)!.text).toContain('anulat');
    expect(await room.get(CofundingQueries).step(newId<'Share'>())).toBeNull();
  });
});
