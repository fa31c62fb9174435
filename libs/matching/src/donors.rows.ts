import type { PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Call, type CallId, IS_FOR } from './call.js';
import { donorsAmong } from './donors.js';

/** A gift that counts for a call from which its project has drawn nothing yet. */
export interface GiverRow {
  readonly pledgeId: PledgeId;
  readonly personId: PersonId;
  readonly payer: string | null;
  readonly lei: string;
  /** Whether it draws from another call. */
  readonly draws: boolean;
}

/** Whether project `p` has drawn from call `c`: once it has, its gifts go on drawing one by one. */
export const BEGUN = `exists (select from pledges.match m where m.call_id = c.id and m.project_id = p.id and m.state <> 'void')`;

/** Gifts of project $2 in the days of call $1, promised or held, in the order in which they were promised and paid. */
export const GIVERS = `
  select g.id as "pledgeId", g.person_id as "personId", case g.state when 'counted' then g.came_lei_minor else g.lei_minor end::text as lei,
         (select l.counterparty_iban from pledges.transfer t join banking.line l on l.id = t.line_id
           where t.pledge_id = g.id and t.taken_back_at is null) as payer,
         exists (select from pledges.match m where m.pledge_id = g.id and m.state <> 'void' and m.back_minor < m.lei_minor) as draws
    from matching.call c join pledges.pledge g on g.project_id = $2 and not g.onward
   where c.id = $1 and (g.state in ('promised', 'charging', 'declined')
           or (g.state = 'counted' and g.refunded_lei_minor + g.moved_lei_minor + g.lost_lei_minor < g.came_lei_minor))
     and (coalesce(g.counted_at, g.promised_at) at time zone 'Europe/Chisinau')::date between c.opens_on and c.closes_on
   order by coalesce(g.counted_at, g.promised_at), g.id`;

/** Whether enough different donors give to a project for its gifts to draw: it has drawn before, or there are as many now. */
export async function isReached(tx: Tx, { id, minDonors }: Call, projectId: ProjectId): Promise<boolean> {
  if (minDonors === null) return true;
  const sql = `select 1 from matching.call c, projects.project p where c.id = $1 and p.id = $2 and ${BEGUN}`;
  if ((await rowsOf(tx, sql, [id, projectId])).length > 0) return true;
  return donorsAmong(await rowsOf<GiverRow>(tx, GIVERS, [id, projectId])) >= minDonors;
}

/** The gifts of a gift's project that have waited for as many donors as some of its calls want, where these have come now. */
export async function waitingWith(tx: Tx, pledgeId: PledgeId): Promise<PledgeId[]> {
  const calls = await rowsOf<{ id: CallId; projectId: ProjectId; minDonors: number }>(
    tx,
    `select c.id, p.id as "projectId", c.min_donors as "minDonors" from pledges.pledge g join projects.project p on p.id = g.project_id
       join matching.call c on c.state = 'open' and ${IS_FOR}
      where g.id = $1 and c.min_donors is not null and not ${BEGUN}`,
    [pledgeId],
  );
  const waiting = new Set<PledgeId>();
  for (const { id, projectId, minDonors } of calls) {
    const givers = await rowsOf<GiverRow>(tx, GIVERS, [id, projectId]);
    if (donorsAmong(givers) < minDonors) continue;
    for (const giver of givers) if (!giver.draws) waiting.add(giver.pledgeId);
  }
  return [...waiting];
}
