import { Injectable } from '@nestjs/common';
import { civilDate, Money, type PledgeId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { type Drawing, MatchesService, poolOf } from '#libs/pledges/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Call, CALL_COLUMNS, callOf, type CallRow, IS_FOR, ruleOf } from './call.js';
import { holdCall } from './calls.service.js';
import { isReached, waitingWith } from './donors.rows.js';
import { isKept, roomAbove } from './reserve.js';
import { usedOf } from './reserve.rows.js';
import { type Before, drawnBy } from './one-to-one.js';

/** What each gift draws, in the order in which gifts are promised and paid. The call is the serial point; gifts lock nothing. */
@Injectable()
export class DrawingService {
  constructor(
    private readonly matches: MatchesService,
    private readonly balances: LedgerQueries,
  ) {}

  /**
   * A gift is promised or counted: it draws from the oldest call that has something for it, once. With the one that makes
   * enough donors all draw that have waited for it, in the order in which they were promised and paid.
   */
  async draw(tx: Tx, pledgeId: PledgeId): Promise<void> {
    const drawings: Drawing[] = [];
    // Everybody holds them in this order, and before any call: nobody waits for whoever waits for him.
    for (const id of [...new Set([pledgeId, ...(await waitingWith(tx, pledgeId))])].sort()) {
      const drawing = await this.matches.open(tx, id);
      if (drawing) drawings.push(drawing);
    }
    drawings.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.pledge.id < b.pledge.id ? -1 : 1));
    for (const drawing of drawings) await this.drawOne(tx, drawing);
  }

  private async drawOne(tx: Tx, drawing: Drawing): Promise<void> {
    for (const { id } of await this.openFor(tx, drawing)) {
      await holdCall(tx, id);
      // Closed while it was waited for.
      const call = (await this.openFor(tx, drawing)).find((one) => one.id === id);
      if (!call || !(await isReached(tx, call, drawing.projectId))) continue;
      const free = await this.roomFor(tx, call, drawing);
      const { counted, match } = drawnBy(drawing.lei.minor, ruleOf(call, free), await this.before(tx, call, drawing));
      if (match === 0n) continue;
      return this.matches.draw(tx, drawing, { callId: id, counted: Money.lei(counted), lei: Money.lei(match) });
    }
  }

  /** What of the pool a gift may draw on its day: while the equity reserve is kept, a town that is not under the line leaves it alone. */
  private async roomFor(tx: Tx, { id, reserve }: Call, { projectId, at }: Drawing): Promise<Money> {
    const free = await this.balances.free(poolOf(id), tx);
    if (!reserve || !isKept(reserve, civilDate(at))) return free;
    const { under, paid, above } = await usedOf(tx, id, projectId);
    return under ? free : roomAbove(reserve, { paid, above, free });
  }

  private async openFor(tx: Tx, { projectId, at }: Drawing): Promise<Call[]> {
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
      `select coalesce(sum(m.counted_minor) filter (where p.person_id = $3), 0)::text as counted,
              coalesce(sum(m.lei_minor - m.back_minor), 0)::text as project
         from pledges.match m join pledges.pledge p on p.id = m.pledge_id
        where m.call_id = $1 and m.project_id = $2 and m.state <> 'void' and m.back_minor < m.lei_minor`,
      [id, projectId, personId],
    );
    return { counted: BigInt(row!.counted), project: BigInt(row!.project), call: 0n };
  }
}
