import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { draftStreetLight, publishedStreetLight } from '../../../test/support/street-light.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import { HistoryQueries, HistoryService, ProjectsModule, ProjectsQueries } from './index.js';

describe('lists of projects', () => {
  let room: Room;
  let projects: ProjectsQueries;
  let towns: [Town, Town];
  let light: ProjectId;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    projects = room.get(ProjectsQueries);
    towns = [await buildTown(room), await buildTown(room)];
    const title = { ro: 'Iluminat în Țânțăreni', ru: 'Уличное освещение', en: 'Street light' };
    const place = { title, summary: 'Lumină', why: 'x', peopleServed: '10', sector: 'lighting' };
    light = await publishedStreetLight(room, towns[0], {
      over: { place: { ...place, placeCode: towns[0].placeCode } },
    });
    await draftStreetLight(room, towns[0]);
    for (const state of ['campaign', 'funded', 'completed'] as const) await buildProject(room, towns[1], { state });
  });
  afterAll(() => room.close());

  const ids = async (...args: Parameters<ProjectsQueries['list']>) =>
    (await projects.list(...args)).map(({ id }) => id);

  const districtOf = async (placeCode: string) => {
    const [place] = await room.db.rows<{ district: string }>('select district from hometowns.place where code = $1', [placeCode]); // prettier-ignore
    return place!.district;
  };

  it('shows what is published, newest first, in pages without gaps', async () => {
    const all = await ids({});
    expect(all).toHaveLength(4);
    expect(all[0]).toBe(light);
    const first = await ids({}, null, 3);
    expect([...first, ...(await ids({}, first[2]))]).toEqual(all);
    expect(await ids({}, all[3])).toEqual([]);
  });

  it('shows one by its code, and every one by its id, never a draft', async () => {
    const [drafted] = await projects
      .ofTownHall(towns[0].townHallId)
      .then((all) => all.filter(({ id }) => id !== light));
    const [first] = await projects.list({}, null, 1);
    expect(await projects.card(first!.code)).toEqual(first);
    expect(await projects.card(drafted!.code)).toBeNull();
    expect((await projects.published()).sort()).toEqual((await ids({})).sort());
  });

  it('filters by state, field, district and place', async () => {
    expect(await ids({ state: 'published' })).toEqual([light]);
    expect(await ids({ state: ['campaign', 'funded'] })).toHaveLength(2);
    expect(await ids({ sector: 'water' })).toEqual([]);
    expect(await ids({ district: await districtOf(towns[0].placeCode), state: 'published' })).toEqual([light]);
    expect(await ids({ placeCode: towns[1].placeCode })).toHaveLength(3);
    expect(await projects.counts()).toEqual({ published: 1, campaign: 1, funded: 1, completed: 1 });
    const perDistrict = await projects.perDistrict();
    expect(perDistrict.reduce((sum, one) => sum + one.projects, 0)).toBe(4);
  });

  it('counts what is in a municipality that is in no district by itself', async () => {
    const [village] = await room.db.rows<{ code: string }>(`select p.code from hometowns.place p join hometowns.place sector on sector.code = p.parent where sector.parent = '0101000' limit 1`); // prettier-ignore
    const place = (code: string) => asSuperuser(room, (client) => client.query('update projects.project set place_code = $2 where id = $1', [light, code])); // prettier-ignore
    await place(village!.code);
    expect(await projects.perDistrict()).toContainEqual({ district: '0101000', projects: 1 });
    expect(await ids({ district: '0101000' })).toEqual([light]);
    expect((await projects.list({ district: '0101000' }))[0]!.place.district).toBe('0101000');
    await place(towns[0].placeCode);
  });

  it.each(['tantareni', 'ŢÂNŢĂRENI iluminat', 'освещение', 'street LIGHT', 'ulicnoe'])('finds by "%s"', async (q) => {
    expect(await ids({ q })).toEqual([light]);
  });

  it('finds by the place’s name, and nothing by what stands nowhere', async () => {
    const [place] = await room.db.rows<{ name_ro: string }>('select name_ro from hometowns.place where code = $1', [towns[0].placeCode]); // prettier-ignore
    expect(await ids({ q: place!.name_ro })).toContain(light);
    expect(await ids({ q: 'nimicnicăieri' })).toEqual([]);
    expect(await ids({ q: "%_' or 1=1" })).toEqual([]);
  });

  it('finds one by its address and its code, with its card', async () => {
    const [card] = await projects.list({ state: 'published' });
    expect(card).toMatchObject({ total: expect.anything(), lateDays: 0, model: 'all-or-nothing', place: { code: towns[0].placeCode } }); // prettier-ignore
    expect(card!.total.toString()).toBe('649000.00');
    expect((await projects.bySlug(card!.place.slug, card!.slug))?.id).toBe(light);
    expect(await projects.bySlug('nicaieri', card!.slug)).toBeNull();
    expect((await projects.byCode(card!.code.toLowerCase()))?.id).toBe(light);
    expect(await projects.plan(newId<'Project'>())).toBeNull();
    expect(await projects.ofTownHall(towns[0].townHallId)).toHaveLength(2);
    expect((await projects.ofAssociation(towns[0].associationId)).map(({ id }) => id)).toEqual([light]);
  });

  it('keeps the reported history as its sources tell it: what is unknown stays unknown', async () => {
    const [history, service] = [room.get(HistoryQueries), room.get(HistoryService)];
    expect([await service.load(), await service.load()]).toEqual([20, 20]);
    const all = await history.all();
    expect(all).toHaveLength(20);
    expect(all.every(({ sources, placeCodes }) => sources.length > 0 && placeCodes.length > 0)).toBe(true);
    const park = (await history.find('ungheni-park'))!;
    expect([park.currency, park.total, park.raised, park.donors, park.parts]).toEqual([null, null, null, null, []]);
    const tractor = (await history.find('boscana-tractor'))!;
    expect([tractor.planned, tractor.raised].map(String)).toEqual(['684000.00', '583004.00']);
    expect(tractor.parts.map(({ who, amount }) => `${who} ${String(amount)}`)).toEqual([
      'government 250000.00', 'undp 149707.00', 'authority 130356.00', 'natives 47592.82',
    ]); // prettier-ignore
    const known = await room.db.rows<{ code: string }>('select code from hometowns.place where code = any($1)', [
      all.flatMap(({ placeCodes }) => placeCodes),
    ]);
    expect(known.length).toBe(new Set(all.flatMap(({ placeCodes }) => placeCodes)).size);
    expect((await history.ofPlace('1722000')).map(({ id }) => id)).toEqual(['colibasi-sports-hall', 'fire-service']);
  });
});
