import { Money, type ProjectId, refuseFields } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import type { Pledge } from './pledge.entity.js';
import type { LineWish } from './pledge.request.js';

/** A line of the budget of which people may give units: what one costs, and how many are given, promised and open. */
export interface LineGifts {
  readonly id: BudgetLineId;
  readonly price: Money;
  readonly units: number;
  /** Whole units that the money held pays for, after what went back. */
  readonly held: number;
  readonly promised: number;
  readonly open: number;
}

/** A row of `LINES_SQL`. */
export interface LineRow extends Omit<LineGifts, 'price' | 'open'> {
  readonly price: string;
}

/**
 * Lines whose units can be counted and have a price that people's money can pay; a service is no such thing. Where a smaller version is
 * built a line has as many as that does of it. Parameter: the project's id.
 */
export const LINES_SQL = `
select l.id, l.unit_price_minor as price, floor(d.quantity)::int as units,
       coalesce(sum(least(p.units, div(p.came_lei_minor - p.refunded_lei_minor - p.lost_lei_minor, l.unit_price_minor))) filter (where p.state = 'counted'), 0)::int as held,
       coalesce(sum(p.units) filter (where p.state <> 'counted'), 0)::int as promised
  from projects.budget_line l
  cross join lateral (
    select case when exists (select from projects.left_out o join projects.campaign c on c.built_tier_id = o.tier_id where o.line_id = l.id)
      then l.core_quantity else l.quantity end as quantity) d
  left join pledges.pledge p on p.line_id = l.id and p.units is not null and p.state in ('counted', 'promised', 'charging', 'declined')
 where l.project_id = $1 and d.quantity >= 1 and l.unit_price_minor > 0 and l.unit <> 'service'
   and l.unit_price_minor <= (select c.optimum_minor from projects.campaign c where c.project_id = l.project_id)
 group by l.id, d.quantity order by l.position`;

/** What a row of `LINES_SQL` says. */
export function lineGiftsOf({ price, ...row }: LineRow): LineGifts {
  const open = Math.max(0, row.units - row.held - row.promised);
  return { ...row, price: Money.lei(BigInt(price)), open };
}

/** The lines of a project of which people may give units, as a transaction sees them. */
export async function linesOf(tx: Tx, projectId: ProjectId): Promise<LineGifts[]> {
  return (await rowsOf<LineRow>(tx, LINES_SQL, [projectId])).map(lineGiftsOf);
}

/** The one of a project's lines for which somebody wishes to give. Throws the fields `gift-line-unknown` and `line-units` (params `min`, `max`). */
export function lineIn(lines: readonly LineGifts[], { id, units }: LineWish): LineGifts {
  const line = lines.find((one) => one.id === id);
  if (!line) throw refuseFields({ pointer: '/line/id', code: 'gift-line-unknown' });
  if (!Number.isInteger(units) || units < 1 || units > line.units)
    throw refuseFields({ pointer: '/line/units', code: 'line-units', params: { min: 1, max: line.units } });
  return line;
}

/** The units that a gift of so many lei pays for whole, as many as were wished; null when it does not pay for these. */
export function unitsPaid({ price }: Pick<LineGifts, 'price'>, { units }: LineWish, lei: Money): number | null {
  return lei.minor >= price.minor * BigInt(units) ? units : null;
}

/**
 * Settles how many units a gift has that is about to stand: no more than its lei pay for and than the line has left, so that of two who
 * pay for the last lamp at once one has it, and the other's money serves the rest of the project. The line is locked from here on.
 */
export async function settleUnits(tx: Tx, pledge: Pledge, lei: Money): Promise<void> {
  const { id, lineId, projectId, units } = pledge;
  if (!lineId || !units) return;
  await hold(tx, `line:${lineId}`);
  const line = (await linesOf(tx, projectId)).find((one) => one.id === lineId);
  // What is not done any more has no units.
  pledge.units = (line && Math.min(units, line.open, Number(lei.minor / line.price.minor))) || null;
  await tx.query('update pledges.pledge set units = $2 where id = $1', [id, pledge.units]);
}

/**
 * Throws `line-taken` (param `open`) at `/line/units`, or `line-full` at `/line/id`, when a line has not so many units left. Nobody waits
 * for anybody here: `settleUnits` has the last word when the money comes.
 */
export function mustBeOpen({ open }: LineGifts, units: number | null): void {
  if (open === 0) throw refuseFields({ pointer: '/line/id', code: 'line-full' });
  if ((units ?? 1) > open) throw refuseFields({ pointer: '/line/units', code: 'line-taken', params: { open } });
}

/**
 * A smaller version is built: of the lines that it cuts only so many whole units are given as it has, in the order in which gifts came;
 * the others serve what is built. Gifts that go back keep theirs, which are free with them.
 */
export async function freeUnits(tx: Tx, projectId: ProjectId): Promise<void> {
  await tx.query(
    `with cut as (
       select p.id, floor(l.core_quantity)::int as room, sum(p.units) over (partition by p.line_id order by p.counted_at, p.id)::int - p.units as before
         from pledges.pledge p join projects.budget_line l on l.id = p.line_id
         join projects.campaign c on c.project_id = p.project_id
         join projects.left_out o on o.tier_id = c.built_tier_id and o.line_id = l.id
        where p.project_id = $1 and p.units is not null and p.state = 'counted' and p.shortfall <> 'return')
     update pledges.pledge p set units = nullif(greatest(cut.room - cut.before, 0), 0) from cut
      where p.id = cut.id and cut.before + p.units > cut.room`,
    [projectId],
  );
}
