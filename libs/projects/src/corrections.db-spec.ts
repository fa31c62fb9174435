import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, daysBetween, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { DAR_2025, publishedStreetLight } from '../../../test/support/street-light.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import {
  CorrectionsService, MilestonesService, ProjectFileQueries, ProjectsModule, ProjectsQueries, RecordQueries, type Section,
  type Typed,
} from './index.js'; // prettier-ignore

describe('a published project', () => {
  let room: Room;
  let town: Town;
  let corrections: CorrectionsService;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    town = await buildTown(room);
    corrections = room.get(CorrectionsService);
  });
  afterAll(() => room.close());

  const today = async () => civilDate(await room.get(Clock).now());
  const publish = async (inDays: number) => {
    const opensOn = addDays(await today(), inDays);
    const id = await publishedStreetLight(room, town, { opensOn, closesOn: addDays(opensOn, 29) });
    await room.drain({ chores: true });
    return id;
  };
  const typed = async (id: ProjectId, section: Section): Promise<Typed & Record<string, Record<string, unknown>[]>> =>
    (await room.get(ProjectFileQueries).file(id))!.sections.find(({ name }) => name === section)!.typed as never;
  const correct = (id: ProjectId, section: Section, data: Typed, by = town.mayor) =>
    corrections.correct(id, section, data, 'O greșeală de scris.', by);

  it('is corrected in public, with what stood before', async () => {
    const id = await publish(3);
    const place = await typed(id, 'place');
    const changes = await correct(id, 'place', { ...place, summary: 'Lumină pe 13,4 km de străzi' });
    expect(changes).toEqual([
      {
        field: '/summary',
        before: { original: 'ro', ro: 'Lumină pe 13,3 km de străzi' },
        after: { original: 'ro', ro: 'Lumină pe 13,4 km de străzi' },
      },
    ]);
    expect(await correct(id, 'place', { ...place, summary: 'Lumină pe 13,4 km de străzi' })).toEqual([]);
    expect(await room.get(RecordQueries).corrections(id)).toMatchObject([
      { section: 'place', field: '/summary', reason: 'O greșeală de scris.', by: town.mayor },
    ]);
    const address = await correct(id, 'place', { ...place, title: 'Alt titlu' }).then(() => room.get(ProjectsQueries).find(id)); // prettier-ignore
    expect(address).toMatchObject({ title: { ro: 'Alt titlu' }, slug: expect.stringMatching(/^iluminat-stradal-led/) });
    await expect(room.db.rows('delete from projects.correction')).rejects.toThrow();
  });

  it('may change its deal before the campaign opens, never after, and always agrees', async () => {
    const deal = async (id: ProjectId) => {
      const budget = await typed(id, 'budget');
      const lines = budget.lines!.map((line, n) => (n === 7 ? { ...line, unitPrice: '9 049' } : n === 6 ? { ...line, unitPrice: '12 001' } : line)); // prettier-ignore
      return correct(id, 'budget', { lines });
    };
    const waiting = await publish(3);
    expect((await deal(waiting)).map(({ before, after }) => [before, after])).toEqual([
      [{ amount: '12000.00', currency: 'MDL' }, { amount: '12001.00', currency: 'MDL' }],
      [{ amount: '9050.00', currency: 'MDL' }, { amount: '9049.00', currency: 'MDL' }],
    ]); // prettier-ignore
    const without = async (n: number) => ({
      lines: (await typed(waiting, 'budget')).lines!.filter((_, index) => index !== n),
    });
    await expect(correct(waiting, 'budget', await without(1))).rejects.toMatchObject({ code: 'project-incomplete' });
    // The lamps are what the smaller version leaves out: that was agreed with the project.
    await expect(correct(waiting, 'budget', await without(0))).rejects.toMatchObject({ code: 'correction-forbidden' });
    const tiers = (await typed(waiting, 'campaign')).tiers!.map((tier) => ({ ...tier, without: [] }));
    await expect(correct(waiting, 'campaign', { ...(await typed(waiting, 'campaign')), tiers })).rejects.toMatchObject({
      code: 'correction-forbidden',
    });
    const open = await publish(0);
    await expect(deal(open)).rejects.toMatchObject({ kind: 'conflict', code: 'correction-forbidden' });
    const lines = (await typed(open, 'budget')).lines!;
    await correct(open, 'budget', { lines: [{ ...lines[0], name: 'Corpuri LED' }, ...lines.slice(1)] });
    const sources = (await typed(open, 'funding')).sources!;
    const act = { stage: 'authorised', actKind: 'grant-agreement', actNo: '12', actDate: '2029-10-01' };
    const funding = { programmeEdition: DAR_2025, sources: [{ ...sources[0], ...act }, ...sources.slice(1)] }; // prettier-ignore
    expect((await correct(open, 'funding', funding)).map(({ field }) => field.split('/').at(-1))).toEqual(['stage', 'act']); // prettier-ignore
    const stages = await typed(open, 'stages');
    const later = stages.milestones!.map((one, n) => (n === 3 ? { ...one, plannedOn: '2040-01-01' } : one));
    await expect(correct(open, 'stages', { ...stages, milestones: later })).rejects.toMatchObject({ code: 'correction-forbidden' }); // prettier-ignore
    const campaign = await typed(open, 'campaign');
    await expect(correct(open, 'campaign', { ...campaign, bufferPercent: '6' })).rejects.toMatchObject({ code: 'correction-forbidden' }); // prettier-ignore
    const plan = (await room.get(ProjectsQueries).plan(open))!;
    expect([plan.lines[0]!.name.ro, plan.campaign.bufferBp, plan.milestones[3]!.plannedOn === '2040-01-01']).toEqual(['Corpuri LED', 500, false]); // prettier-ignore
  });

  it('can still be corrected when it opened so late that a stage lies inside its campaign', async () => {
    const opensOn = addDays(await today(), -400);
    const id = await publishedStreetLight(room, town, { opensOn, closesOn: addDays(opensOn, 29) });
    await room.drain({ chores: true });
    const upkeep = await typed(id, 'maintenance');
    expect(await correct(id, 'maintenance', { ...upkeep, upkeep: '25000' })).toMatchObject([{ field: '/upkeep' }]);
  });

  it('is not corrected by others, without a reason, unreadably, nor in who verifies', async () => {
    const id = await publish(3);
    const stranger = await buildTown(room);
    const upkeep = await typed(id, 'maintenance');
    await expect(correct(id, 'maintenance', upkeep, stranger.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(correct(id, 'maintenance', upkeep, town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(corrections.correct(id, 'maintenance', upkeep, ' ', town.mayor)).rejects.toMatchObject({ code: 'reason-missing' }); // prettier-ignore
    await expect(correct(id, 'maintenance', { ...upkeep, upkeep: 'mult' })).rejects.toMatchObject({ fields: [{ pointer: '/maintenance/upkeep' }] }); // prettier-ignore
    await expect(correct(id, 'association', { noAssociation: 'on' })).rejects.toMatchObject({ code: 'correction-forbidden' }); // prettier-ignore
    const done = await buildProject(room, town, { state: 'completed' });
    await expect(correct(done.id, 'place', {})).rejects.toMatchObject({ code: 'correction-forbidden' });
  });

  it('is late by its stages, with the town hall’s reason and the new day', async () => {
    const { id, milestones } = await buildProject(room, town, { state: 'in-delivery' });
    const [stages, plan] = [room.get(MilestonesService), async () => (await room.get(ProjectsQueries).plan(id))!];
    const planned = (await plan()).milestones[0]!.plannedOn!;
    expect((await plan()).late).toBeNull();
    const by = { milestoneId: milestones[0]!, by: town.mayor };
    const reason = { original: 'ro', ro: 'Ploi' } as const;
    const delay = (expectedOn = addDays(planned, 20)) => room.db.transaction((tx) => stages.delay(tx, { ...by, expectedOn, reason })); // prettier-ignore
    await expect(delay(await today())).rejects.toMatchObject({ code: 'milestone-past' });
    await delay();
    await room.get(Clock).moveBy(33 * 86_400_000);
    const days = daysBetween(planned, await today());
    expect(days).toBeGreaterThan(2);
    expect((await plan()).late).toEqual({ days, milestoneId: milestones[0], reason, expectedOn: addDays(planned, 20) }); // prettier-ignore
    expect((await room.get(ProjectsQueries).ofTownHall(town.townHallId)).find((card) => card.id === id)?.lateDays).toBe(days); // prettier-ignore
    const on = await today();
    const met = (day = on) => room.db.transaction((tx) => stages.met(tx, { ...by, on: day }));
    await expect(met(addDays(on, 1))).rejects.toMatchObject({ code: 'milestone-future' });
    expect(await met()).toBe(id);
    expect(await met()).toBe(id);
    await expect(met(addDays(on, -1))).rejects.toMatchObject({ code: 'milestone-met' });
    expect((await plan()).late).toBeNull();
  });
});
