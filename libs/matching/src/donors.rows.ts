import type { PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Call, CALL_COLUMNS, callOf, type CallRow, IS_FOR } from './call.js';
import { DONOR, donorsAmong } from './donors.js';

/** A gift that counts for a call from which its project has drawn nothing yet. */
export interface GiverRow {
  readonly pledgeId: PledgeId;
  readonly donor: string;
  readonly payer: string | null;
  readonly lei: string;
  /** Whether it may draw: it draws from no other call, and nothing of it went back. */
  readonly may: boolean;
}

/** Whether project `p` has drawn from call `c`: once it has, its gifts go on drawing one by one. */
export const BEGUN = `exists (select from pledges.match m where m.call_id = c.id and m.project_id = p.id and m.state <> 'void')`;

// A gift of the days of call `c`, promised or held; and whether it may draw: from no other call, and whole.
const GIVES = `not g.onward and (g.state in ('promised', 'charging', 'declined')
           or (g.state = 'counted' and g.refunded_lei_minor + g.moved_lei_minor + g.lost_lei_minor < g.came_lei_minor))
     and (coalesce(g.counted_at, g.promised_at) at time zone 'Europe/Chisinau')::date between c.opens_on and c.closes_on`;
const MAY = `(g.state <> 'counted' or g.refunded_lei_minor + g.moved_lei_minor + g.lost_lei_minor = 0)
     and not exists (select from pledges.match m where m.pledge_id = g.id and m.state <> 'void' and m.back_minor < m.lei_minor)`;
const IN_TURN = 'order by coalesce(g.counted_at, g.promised_at), g.id';

/** Gifts of project $2 in the days of call $1, promised or held, in the order in which they were promised and paid. */
export const GIVERS = `
  select g.id as "pledgeId", ${DONOR} as donor, case g.state when 'counted' then g.came_lei_minor else g.lei_minor end::text as lei,
         (select l.counterparty_iban from pledges.transfer t join banking.line l on l.id = t.line_id
           where t.pledge_id = g.id and t.taken_back_at is null) as payer, ${MAY} as may
    from matching.call c join pledges.pledge g on g.project_id = $2 and ${GIVES}
    join identity.person d on d.id = g.person_id where c.id = $1 ${IN_TURN}`;

/** The gifts that may draw from call $1 once it is filled. */
export const DUE = `
  select g.id as "pledgeId", p.id as "projectId" from matching.call c
    join projects.project p on p.state in ('campaign', 'collecting', 'funded') and ${IS_FOR}
    join pledges.pledge g on g.project_id = p.id and ${GIVES} and ${MAY}
   where c.id = $1 and c.state = 'open' ${IN_TURN}`;

/** Whether enough different donors give to a project for its gifts to draw: it has drawn before, or there are as many now. */
export async function isReached(tx: Tx, { id, minDonors }: Call, projectId: ProjectId): Promise<boolean> {
  if (minDonors === null) return true;
  const sql = `select 1 from matching.call c, projects.project p where c.id = $1 and p.id = $2 and ${BEGUN}`;
  if ((await rowsOf(tx, sql, [id, projectId])).length > 0) return true;
  return donorsAmong(await rowsOf<GiverRow>(tx, GIVERS, [id, projectId])) >= minDonors;
}

/** A call that wants a number of donors of a gift's project, which has drawn nothing from it; and the moment of the gift. */
export interface Waited {
  readonly call: Call;
  readonly projectId: ProjectId;
  readonly at: Date;
}

/** The calls for whose donors the project of a gift waits. */
export async function waitedFor(tx: Tx, pledgeId: PledgeId): Promise<Waited[]> {
  const rows = await rowsOf<CallRow & Omit<Waited, 'call'>>(
    tx,
    `select ${CALL_COLUMNS}, p.id as "projectId", coalesce(g.counted_at, g.promised_at) as at
       from pledges.pledge g join projects.project p on p.id = g.project_id join matching.call c on c.state = 'open' and ${IS_FOR}
      where g.id = $1 and coalesce(g.counted_at, g.promised_at) is not null and c.min_donors is not null and not ${BEGUN}`,
    [pledgeId],
  );
  return rows.map(({ projectId, at, ...row }) => ({ call: callOf(row), projectId, at }));
}

/** The gifts that have waited for as many donors as a call wants, where these have come now. */
export async function waitingFor(tx: Tx, { call: { id, minDonors }, projectId }: Waited): Promise<PledgeId[]> {
  const givers = await rowsOf<GiverRow>(tx, GIVERS, [id, projectId]);
  return donorsAmong(givers) < minDonors! ? [] : givers.filter(({ may }) => may).map(({ pledgeId }) => pledgeId);
}
