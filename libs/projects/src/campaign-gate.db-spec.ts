import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type CampaignWish, openCampaign } from '../../../test/support/campaign.js';
import { lockOn } from '../../../test/support/locks.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { CampaignGate, ProjectsModule, ProjectsQueries, RecordQueries } from './index.js';

describe('the campaign gate', () => {
  let room: Room;
  let gate: CampaignGate;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    gate = room.get(CampaignGate);
  });
  afterAll(() => room.close());

  /** A project in the middle of its campaign. */
  const campaign = async (wish: CampaignWish = {}) => (await openCampaign(room.db, wish)).projectId;
  const enter = (id: ProjectId) => room.db.transaction((tx) => gate.openForPledges(tx, id));

  it('lets pledges through side by side and tells them the terms', async () => {
    const id = await campaign();
    const [one, two] = await room.db.transaction(async (first) => {
      const inside = await gate.openForPledges(first, id);
      return [inside, await enter(id)]; // a second one does not wait for the first
    });
    expect(one).toEqual(two);
    expect(one.threshold.toString()).toBe('1050.00');
    expect(one).toMatchObject({ state: 'campaign', model: 'all-or-nothing', closedAt: null });
  });

  it('closes only after the pledges inside have ended, and lets none in after', async () => {
    const id = await campaign();
    const order: string[] = [];
    let letGo = (): void => undefined;
    let entered = (): void => undefined;
    const isInside = new Promise<void>((resolve) => (entered = resolve));
    const pledge = room.db.transaction(async (tx) => {
      await gate.openForPledges(tx, id);
      entered();
      await new Promise<void>((resolve) => (letGo = resolve));
      order.push('pledge ends');
    });
    await isInside;
    const closing = room.db.transaction(async (tx) => {
      const closed = await gate.close(tx, id);
      order.push('closed');
      return closed;
    });
    await waitsForGate(id);
    // Queues behind the closer; what it says is listened to at once, because it may be said before the closer is awaited.
    const late = expect(enter(id)).rejects.toMatchObject({ kind: 'conflict', code: 'campaign-closed' });
    letGo();
    await pledge;
    expect((await closing).closedAt).toBeInstanceOf(Date);
    await late;
    expect(order).toEqual(['pledge ends', 'closed']);
  });

  async function waitsForGate(id: ProjectId): Promise<void> {
    const sql = `select 1 from pg_locks where ${lockOn(1)} and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    while ((await room.db.rows(sql, [`gate:${id}`])).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('lets one of two closers decide', async () => {
    const id = await campaign();
    const close = () => room.db.transaction((tx) => gate.close(tx, id));
    const results = await Promise.allSettled([close(), close()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps the interval half-open by the database’s clock', async () => {
    const id = await campaign({ closesIn: '0 days' }); // its last moment is the moment in which it was made
    await expect(enter(id)).rejects.toMatchObject({ code: 'campaign-closed' });
    expect(await room.get(ProjectsQueries).dueToClose()).toContain(id);
    const soon = await campaign({ closesIn: '1 hour' });
    await enter(soon);
    await room.get(Clock).moveBy(3_600_000);
    await expect(enter(soon)).rejects.toMatchObject({ code: 'campaign-closed' });
    await expect(enter(newId<'Project'>())).rejects.toMatchObject({ code: 'campaign-closed' });
  });

  it('moves along the life only, logs each step and shuts the gate', async () => {
    const id = await campaign();
    const move = (to: 'collecting' | 'funded' | 'failed', reason?: string) =>
      room.db.transaction((tx) => gate.move(tx, id, to, { by: null, reason }));
    await expect(move('funded')).rejects.toMatchObject({ kind: 'conflict', code: 'project-state' });
    await move('collecting');
    await expect(enter(id)).rejects.toMatchObject({ code: 'campaign-closed' });
    await move('failed', '  prea multe carduri nereușite ');
    await expect(move('funded')).rejects.toMatchObject({ code: 'project-state' });
    const steps = await room.get(RecordQueries).transitions(id);
    expect(steps.map(({ from, to, cause, reason }) => [from, to, cause, reason])).toEqual([
      ['campaign', 'collecting', 'succeeded', null],
      ['collecting', 'failed', 'fell-short', 'prea multe carduri nereușite'],
    ]);
    expect(await room.get(ProjectsQueries).campaign(id)).toMatchObject({ state: 'failed' });
    expect((await room.get(ProjectsQueries).plan(id))?.campaign).toMatchObject({ outcome: 'failed' });
    await expect(room.db.rows('delete from projects.transition')).rejects.toThrow();
  });

  it('does not commit a published plan whose sums do not agree', async () => {
    const id = await campaign();
    const spoil = (sql: string) => room.db.transaction((tx) => tx.query(sql, [id]));
    for (const sql of [
      'update projects.funding_source set amount_minor = 199999 where project_id = $1',
      'update projects.tranche set share_bp = 9999 where project_id = $1',
      'update projects.campaign set optimum_minor = 200001 where project_id = $1',
      'delete from projects.budget_line where project_id = $1',
      'update projects.milestone set planned_on = null where project_id = $1',
    ]) {
      await expect(spoil(sql)).rejects.toMatchObject({ code: 'PL002' });
    }
  });
});
