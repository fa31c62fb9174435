import { newId } from '#libs/kernel/src/index.js';
import type { Database } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { openCampaign, type TestCampaign } from './campaign.js';

/** A campaign for three lamps, 1,150 lei each, and their line in its budget. */
export async function openLamps(
  db: Database,
  model: 'keep' | 'all-or-nothing',
  unit = 'piece',
): Promise<TestCampaign & { readonly lamps: BudgetLineId }> {
  const campaign = await openCampaign(db, { model, optimum: '3450' });
  const lamps: BudgetLineId = newId<'BudgetLine'>();
  await db.rows(
    `update projects.budget_line set id = $2, name = '{"original":"ro","ro":"Corpuri de iluminat"}', quantity = 3, unit = $3,
            unit_price_minor = 115000 where project_id = $1`,
    [campaign.projectId, lamps, unit],
  );
  return { ...campaign, lamps };
}
