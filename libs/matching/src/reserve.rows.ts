import { civilDate, Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type CallId, CALL_COLUMNS, callOf, type CallRow, TOWN } from './call.js';
import { generalIn, isKept } from './reserve.js';

// The towns of project `p`: of the town hall that leads it, and of those that have agreed to it.
const PARTNERS = `projects.partner q join hometowns.body b on b.id = q.town_hall_id where q.project_id = p.id and q.state = 'agreed'`;
const TOWNS = `(select ${TOWN} as code union select b.place_code from ${PARTNERS})`;

/** Whether project `p` is of several towns. */
export const IS_JOINT = `exists (select from ${PARTNERS})`;

/** What the towns of project `p` have for each inhabitant by the figures of call `c`, the highest; null when one of them has none. */
export const FIGURE = `(select case when count(f.lei_minor) = count(*) then max(f.lei_minor) end
  from ${TOWNS} town left join matching.figure f on f.figures_id = c.figures_id and f.place_code = town.code)`;

/** Whether all towns of project `p` are under the line of call `c`; one without a figure is not. */
export const UNDER = `coalesce(${FIGURE} < c.line_minor, false)`;

/** What the sponsor of call `c` has paid in. */
export const PAID = `(select coalesce(sum(paid.lei_minor), 0)::text from matching.payment paid where paid.call_id = c.id and paid.taken_back_at is null)`;

const standing = (whose: string) =>
  `(select coalesce(sum(m.lei_minor - m.back_minor), 0)::text from pledges.match m join projects.project p on p.id = m.project_id
     where m.call_id = c.id and m.state <> 'void' and ${whose})`;

/** What projects of towns that are not under the line of call `c` have drawn, promises too. */
export const ABOVE = standing(`not ${UNDER}`);

/** The same of towns that are under it. */
export const DRAWN_UNDER = standing(UNDER);

interface Used {
  /** Whether the project's town is under the call's line. */
  readonly under: boolean;
  readonly paid: Money;
  /** What towns that are not under it have drawn. */
  readonly above: Money;
}

/** How much of a call's part for all is used, and whether a project may draw the reserve. The call is held. */
export async function usedOf(tx: Tx, callId: CallId, projectId: ProjectId): Promise<Used> {
  const [row] = await rowsOf<{ under: boolean; paid: string; above: string }>(
    tx,
    `select ${UNDER} as under, ${PAID} as paid, ${ABOVE} as above from matching.call c, projects.project p where c.id = $1 and p.id = $2`,
    [callId, projectId],
  );
  const { under, paid, above } = row!;
  return { under, paid: Money.lei(BigInt(paid)), above: Money.lei(BigInt(above)) };
}

/** Throws `not-enough` when, by what is paid in now, towns that are not under the line would have drawn of a reserve that is kept. */
export async function mustKeepReserve(tx: Tx, callId: CallId): Promise<void> {
  const [row] = await rowsOf<CallRow & { paid: string; above: string; now: Date }>(
    tx,
    `select ${CALL_COLUMNS}, ${PAID} as paid, ${ABOVE} as above, platform.now() as now from matching.call c where c.id = $1`,
    [callId],
  );
  const { reserve } = callOf(row!);
  if (!reserve || !isKept(reserve, civilDate(row!.now))) return;
  const [paid, above] = [row!.paid, row!.above].map((minor) => Money.lei(BigInt(minor)));
  if (above!.compare(generalIn(paid!, reserve)) > 0)
    throw refuse('conflict', 'not-enough', 'The part for all would be less than what was drawn of it.');
}
