import { Injectable } from '@nestjs/common';
import { civilDate, Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { type Drawing, MatchesService, poolOf } from '#libs/pledges/src/index.js';
import { Courier, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Call, CALL_COLUMNS, type CallId, callOf, type CallRow, IS_FOR, ruleOf } from './call.js';
import { holdCall } from './calls.service.js';
import { DONOR } from './donors.js';
import { isReached, waitedFor, waitingFor } from './donors.rows.js';
import { isKept, roomAbove } from './reserve.js';
import { usedOf } from './reserve.rows.js';
import { type Before, drawnBy } from './one-to-one.js';

/** Who hears of gifts for what they draw. */
export const DRAWS = 'matching.draw';

type Where = Pick<Drawing, 'projectId' | 'at'>;

/** What each gift draws, in the order in which gifts are promised and paid. The call is the serial point; gifts lock nothing. */
@Injectable()
export class DrawingService {
  constructor(
    private readonly matches: MatchesService,
    private readonly balances: LedgerQueries,
    private readonly courier: Courier,
  ) {}

  /**
   * A gift is promised or counted, or a call that had nothing for it was filled: it draws from the oldest call that has something
   * for it, once. With the one that makes enough donors all draw that have waited for it, in the order in which they were
   * promised and paid.
   */
  async draw(tx: Tx, pledgeId: PledgeId): Promise<void> {
    const drawings: Drawing[] = [];
    // Everybody holds gifts in this order, and before any call; calls in theirs: nobody waits for whoever waits for him.
    for (const id of await this.withWaiting(tx, pledgeId)) {
      const drawing = await this.matches.open(tx, id);
      if (drawing) drawings.push(drawing);
    }
    const held = new Set<CallId>();
    for (const drawing of drawings) for (const { id } of await this.openFor(tx, drawing)) held.add(id);
    for (const id of [...held].sort()) await holdCall(tx, id);
    drawings.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.pledge.id < b.pledge.id ? -1 : 1));
    for (const drawing of drawings) await this.drawOne(tx, drawing, held);
  }

  /** Whether a gift to a project for which a call is open was promised or paid, and the worker has not come to it yet. */
  async isDue(tx: Tx, projectId: ProjectId): Promise<boolean> {
    const sql = `select 1 from matching.call c join projects.project p on p.id = $1 where c.state = 'open' and ${IS_FOR}`;
    return (await rowsOf(tx, sql, [projectId])).length > 0 && this.courier.isAwaited(tx, DRAWS, { projectId });
  }

  /** A gift with those that have waited with it, unless the call for which they wait has nothing for their project. */
  private async withWaiting(tx: Tx, pledgeId: PledgeId): Promise<PledgeId[]> {
    const all = new Set([pledgeId]);
    for (const waited of await waitedFor(tx, pledgeId)) {
      if (!(await this.roomFor(tx, waited.call, waited)).isPositive()) continue;
      for (const id of await waitingFor(tx, waited)) all.add(id);
    }
    return [...all].sort();
  }

  private async drawOne(tx: Tx, drawing: Drawing, held: ReadonlySet<CallId>): Promise<void> {
    // One that was closed while it was waited for is not open any more.
    for (const call of await this.openFor(tx, drawing)) {
      if (!held.has(call.id)) continue;
      const free = await this.roomFor(tx, call, drawing);
      if (!free.isPositive() || !(await isReached(tx, call, drawing.projectId))) continue;
      const { counted, match } = drawnBy(drawing.lei.minor, ruleOf(call, free), await this.before(tx, call, drawing));
      if (match === 0n) continue;
      return this.matches.draw(tx, drawing, { callId: call.id, counted: Money.lei(counted), lei: Money.lei(match) });
    }
  }

  /** What of the pool a gift may draw on its day: while the equity reserve is kept, a town that is not under the line leaves it alone. */
  private async roomFor(tx: Tx, { id, reserve }: Call, { projectId, at }: Where): Promise<Money> {
    const free = await this.balances.free(poolOf(id), tx);
    if (!reserve || !isKept(reserve, civilDate(at))) return free;
    const { under, paid, above } = await usedOf(tx, id, projectId);
    return under ? free : roomAbove(reserve, { paid, above, free });
  }

  private async openFor(tx: Tx, { projectId, at }: Where): Promise<Call[]> {
    const rows = await rowsOf<CallRow>(
      tx,
      `select ${CALL_COLUMNS} from matching.call c join projects.project p on p.id = $1
        where c.state = 'open' and $2::date between c.opens_on and c.closes_on and ${IS_FOR}
        order by c.opened_at, c.id`,
      [projectId, civilDate(at)],
    );
    return rows.map(callOf);
  }

  private async before(tx: Tx, { id }: Call, { projectId, personId }: Drawing): Promise<Before> {
    const [row] = await rowsOf<{ counted: string; project: string }>(
      tx,
      `select coalesce(sum(m.counted_minor) filter (where ${DONOR} = (select ${DONOR} from identity.person d where d.id = $3)), 0)::text as counted,
              coalesce(sum(m.lei_minor - m.back_minor), 0)::text as project
         from pledges.match m join pledges.pledge p on p.id = m.pledge_id join identity.person d on d.id = p.person_id
        where m.call_id = $1 and m.project_id = $2 and m.state <> 'void' and m.back_minor < m.lei_minor`,
      [id, projectId, personId],
    );
    return { counted: BigInt(row!.counted), project: BigInt(row!.project), call: 0n };
  }
}
