import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';

const name = `'{"original":"ro","ro":"Mai mic"}'::jsonb`;

/**
 * Agrees on smaller versions of a project that costs as much as before: its first line becomes what even the smallest needs, and
 * each line after it is what one version, and every smaller one, leaves out. Costs are bani, in the order of the versions. Gives all its
 * lines.
 */
export async function agreeVersions(tx: Tx, projectId: ProjectId, costs: readonly bigint[]): Promise<BudgetLineId[]> {
  const lines = await rowsOf<{ id: BudgetLineId; minor: string }>(
    tx,
    'select id, amount_minor as minor from projects.budget_line where project_id = $1 order by position',
    [projectId],
  );
  if (costs.length === 0) return lines.map(({ id }) => id);
  const total = lines.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
  const steps = [...costs, total].sort((a, b) => (a < b ? -1 : 1));
  const ids = steps.map((_, index) => lines[index]?.id ?? newId<'BudgetLine'>());
  for (const [index, cost] of steps.entries())
    await tx.query(
      `insert into projects.budget_line (id, project_id, position, name, quantity, unit, unit_price_minor, amount_minor, core_minor, core_quantity)
       values ($1, $2, $3, ${name}, 1, 'set', $4::bigint, $4::bigint, case when $3 = 1 then $4::bigint else 0 end, case when $3 = 1 then 1 else 0 end)
       on conflict (id) do update set quantity = 1, unit = 'set', unit_price_minor = $4, amount_minor = $4,
         core_minor = excluded.core_minor, core_quantity = excluded.core_quantity`,
      [ids[index], projectId, index + 1, String(cost - (steps[index - 1] ?? 0n))],
    );
  for (const [index, cost] of costs.entries()) {
    const tier = newId<'ScopeTier'>();
    await tx.query(`insert into projects.scope_tier (id, project_id, position, name) values ($1, $2, $3, ${name})`, [
      tier,
      projectId,
      index + 1,
    ]);
    await tx.query(
      `insert into projects.left_out (project_id, tier_id, line_id)
       select project_id, $1, id from projects.budget_line where project_id = $2 and position > $3`,
      [tier, projectId, steps.indexOf(cost) + 1],
    );
  }
  return ids;
}
