import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDate, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesModule, RatesService } from '#libs/rates/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { DAR_2025, draftStreetLight } from '../../../test/support/street-light.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import {
  DraftsService,
  eligibilityOf,
  gapWords,
  ProjectFileQueries,
  ProjectsModule,
  SubmissionService,
} from './index.js';

const USD = newId<'Edition'>();

describe('a project that enters a programme', () => {
  let room: Room;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule, RatesModule]);
    town = await buildTown(room);
    await asSuperuser(room, (client) =>
      client.query(
        `insert into programmes.edition (id, programme, title, year, state, currency, conditions, papers, reports, source_title, source_on)
         values ($1, 'usd', '{"original":"ro","ro":"Grant în dolari"}', 2029, 'published', 'USD', $2, '[]', '[]', 'O scrisoare', '2029')`,
        [USD, JSON.stringify([{ kind: 'amount-at-least', party: 'town', amount: '10000' }])],
      ),
    );
  });
  afterAll(() => room.close());

  const file = async (id: ProjectId) => (await room.get(ProjectFileQueries).file(id))!;
  const enter = async (id: ProjectId, programmeEdition: string) => {
    const { sections } = await file(id);
    const { typed, version } = sections.find(({ name }) => name === 'funding')!;
    return room.get(DraftsService).save(id, 'funding', { ...typed, programmeEdition }, town.mayor, version);
  };
  const missing = async (id: ProjectId) =>
    (await file(id)).gaps.map((gap) => gapWords('ro', gap).replaceAll('\u00a0', ' '));

  it('has the programme’s floor for the people, and leaves it with the programme', async () => {
    const id = await draftStreetLight(room, town);
    const { plan } = await file(id);
    expect([plan.project.floorBp, plan.programme?.edition.id, plan.programme?.rate]).toEqual([1000, DAR_2025, null]);
    expect(eligibilityOf(plan)!.map(({ holds }) => holds)).toEqual([true, true, true, true, true]);
    await enter(id, '');
    const without = (await file(id)).plan;
    expect([without.project.floorBp, without.programme, eligibilityOf(without)]).toEqual([null, null, null]);
  });

  it('is told by how much a rule is missed, and cannot be sent before', async () => {
    const sources = [
      { kind: 'state', name: 'Guvernul', amount: '350001', stage: 'promised' },
      { kind: 'town', name: 'Primăria', amount: '64899,99', stage: 'promised' },
      { kind: 'district', name: 'Raionul', amount: '174099,01', stage: 'promised' },
      { kind: 'people', amount: '60000' },
    ];
    const over = { funding: { programmeEdition: DAR_2025, sources }, campaign: { model: 'keep', minimum: '64900', optimum: '60000' } }; // prettier-ignore
    const id = await draftStreetLight(room, town, { over });
    expect(await missing(id)).toEqual(
      expect.arrayContaining([
        'Partea statului e cu 25 501 lei mai mare decât permite programul: 324 500 de lei',
        'Partea statului e cu 1 leu mai mare decât permite programul: 350 000 de lei',
        'Mai lipsesc 0,01 lei din partea primăriei: programul cere cel puțin 10 % (64 900 de lei)',
        'Mai lipsesc 4 900 de lei din partea oamenilor: programul cere cel puțin 10 % (64 900 de lei)',
      ]),
    );
    await expect(room.get(SubmissionService).submit(id, town.mayor)).rejects.toMatchObject({ code: 'project-incomplete' }); // prettier-ignore
  });

  it('keeps the rate of the day on which it entered', async () => {
    const [rates, clock] = [room.get(RatesService), room.get(Clock)];
    const today = async () => civilDate(await clock.now());
    const rate = async (value: string) => rates.loadIllustrative([{ currency: 'USD', nominal: 1, value, on: await today() }]); // prettier-ignore
    const id = await draftStreetLight(room, town);
    await expect(enter(id, USD)).rejects.toMatchObject({ code: 'rate-missing' });
    await rate('17.5');
    const entered = await today();
    await enter(id, USD);
    await clock.moveBy(86_400_000);
    await rate('20');
    await enter(id, USD);
    const { plan } = await file(id);
    expect(plan.programme!.rate).toMatchObject({ currency: 'USD', perUnit: '17.5', on: entered, illustrative: true });
    expect(eligibilityOf(plan)!.map(({ bound }) => bound.toString())).toEqual(['175000.00']);
    expect(await missing(id)).toContain(
      'Mai lipsesc 45 000 de lei din partea primăriei: programul cere 175 000 de lei',
    );
    await enter(id, DAR_2025);
    await enter(id, USD);
    expect((await file(id)).plan.programme!.rate?.perUnit).toBe('20');
  });

  it('cannot enter what is closed, unknown or another country’s', async () => {
    const id = await draftStreetLight(room, town);
    for (const one of ['01890000-0000-7000-8000-00000da12023', '01890000-0000-7000-8000-000000031013', newId<'Edition'>()]) {
      expect((await enter(id, one)).problems).toMatchObject([{ pointer: '/programmeEdition', code: 'programme-unknown' }]);
    } // prettier-ignore
    expect((await file(id)).plan.project.floorBp).toBeNull();
  });

  it('must choose again when its programme closes before it is sent; one that was sent keeps its rules', async () => {
    const [draft, sent] = [await draftStreetLight(room, town), await draftStreetLight(room, town)];
    await room.get(SubmissionService).submit(sent, town.mayor);
    await asSuperuser(room, (client) => client.query(`update programmes.edition set state = 'retired' where id = $1`, [DAR_2025])); // prettier-ignore
    expect(await missing(draft)).toEqual(['Programul nu mai primește proiecte: alegeți altul sau niciunul']);
    expect(await missing(sent)).toEqual([]);
    expect((await file(sent)).plan.project.floorBp).toBe(1000);
  });
});
