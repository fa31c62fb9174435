import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { type BudgetLineId, ProjectsQueries } from '#libs/projects/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { agreeVersions } from '../../../test/support/versions.js';
import { checklistOf, CompletionService, DeliveryModule, DeliveryQueries, InvoicesService, StagesService, TranchesService } from './index.js'; // prettier-ignore

const lei = (bani: bigint) => Money.lei(bani);

describe('works of a smaller version', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let walk: DeliveryWalk;
  let done: BudgetLineId;
  let dropped: BudgetLineId;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    town = await buildTown(room);
    const bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    project = await buildProject(room, town, { shares: [4_000, 6_000] });
    // Of 150,000 bani, 50,000 of others, a version of 110,000 is built: people bring 60,000 for it.
    [done, dropped] = (await room.db.transaction((tx) => agreeVersions(tx, project.id, [110_000n]))) as [BudgetLineId, BudgetLineId]; // prettier-ignore
    await room.db.rows(
      `update projects.campaign c set outcome = 'funded', built_tier_id = (select id from projects.scope_tier where project_id = c.project_id)
        where project_id = $1 returning 1`,
      [project.id],
    );
    await room.db.rows(
      `insert into pledges.closing (project_id, stage, decision, tier_id, model, tiers, promised_minor, held_minor, staying_promised_minor,
         staying_held_minor, minimum_minor, threshold_minor, optimum_minor, floor_minor, at)
       select project_id, 'closing', 'funded-smaller', built_tier_id, 'keep', jsonb_build_array(jsonb_build_object('id', built_tier_id, 'lacking', '60000')),
              0, 60000, 0, 60000, 60000, 60000, 100000, 0, platform.now() from projects.campaign where project_id = $1`,
      [project.id],
    );
    walk = new DeliveryWalk(room, town, project, bank);
    await countGift(room, town, { projectId: project.id, bank, lei: lei(60_000n), shortfall: 'smaller' });
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });

  const bill = async (lineId: BudgetLineId, amount: bigint, fromPeople: bigint) => {
    const invoice = {
      ...{ id: newId<'Invoice'>(), projectId: project.id, lineId, supplier: 'Electro SRL', number: newId().slice(-8) },
      ...{ date: await walk.today(), amount: lei(amount), fromPeople: lei(fromPeople), file: await walk.pdf(town.accountant) },
    }; // prettier-ignore
    await room.get(InvoicesService).enter(invoice, town.accountant);
    return invoice.id;
  };

  it('is inspected, paid in parts of what it has, billed and accounted for by what is done', async () => {
    const plan = (await room.get(ProjectsQueries).plan(project.id))!;
    expect(checklistOf(plan).map(({ id, amount }) => [id, amount])).toEqual([[done, lei(110_000n)]]);

    const first = await walk.ask(0);
    const item = { finding: 'ok' as const };
    const inspect = (...lines: BudgetLineId[]) =>
      room.get(TranchesService).inspect(first, lines.map((lineId) => ({ ...item, lineId })), 'accepted', town.inspector); // prettier-ignore
    await expect(inspect(done, dropped)).rejects.toMatchObject({ fields: [{ code: 'line-unknown' }] });
    await expect(inspect()).rejects.toMatchObject({ fields: [{ code: 'line-missing' }] });
    const requests = await room.get(DeliveryQueries).requests(project.id);
    expect(requests.map(({ amount }) => amount)).toEqual([lei(24_000n)]);
    await walk.inspect(first);
    await walk.vote(first);
    await walk.arrive(first, await walk.sign(first));
    await walk.whole(1);
    expect(await walk.books()).toMatchObject({ 'town-unspent': 60_000n });

    await expect(bill(dropped, 40_000n, 0n)).rejects.toMatchObject({
      fields: [{ pointer: '/lineId', code: 'line-left-out' }],
    });
    const invoice = await bill(done, 110_000n, 60_000n);
    const act = async () => ({ number: 'PV 3', date: await walk.today(), file: await walk.pdf(town.mayor) });
    await room.get(InvoicesService).prove(invoice, await act(), town.mayor);
    for (const milestoneId of project.milestones) {
      const met = { id: newId<'StageReport'>(), projectId: project.id, milestoneId, on: await walk.today(), file: await walk.pdf(town.mayor) }; // prettier-ignore
      await room.get(StagesService).met(met, town.mayor);
    }
    // It cost what this version was to cost, so nothing has to be explained.
    await room
      .get(CompletionService)
      .finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id }, town.accountant);
    const { account } = await room.get(DeliveryQueries).closing(project.id);
    const of = (line: BudgetLineId) => account!.lines.find(({ lineId }) => lineId === line);
    expect([of(done)!.planned, of(done)!.real]).toEqual([lei(110_000n), lei(110_000n)]);
    expect([of(dropped)!.planned, of(dropped)!.real]).toEqual([lei(0n), lei(0n)]);
  });

  it('are those that were decided, or the audit says so', async () => {
    const found = async () => (await room.get(AuditService).run()).map(({ kind, subject, params }) => ({ kind, subject, params })); // prettier-ignore
    const set = (tier: string | null) =>
      room.db.rows('update projects.campaign set built_tier_id = $2 where project_id = $1', [project.id, tier]);
    const [tier] = (await room.get(ProjectsQueries).plan(project.id))!.tiers;
    await set(null);
    const differs = { kind: 'built-differs', subject: `project:${project.id}`, params: { is: 'nothing' } };
    expect(await found()).toContainEqual(differs);
    await set(tier!.id);
    expect(await found()).toEqual([]);
  });
});
