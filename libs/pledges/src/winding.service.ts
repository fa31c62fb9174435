import { Injectable } from '@nestjs/common';
import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { PayingService } from './paying.service.js';
import type { Pledge } from './pledge.entity.js';
import { campaignEvent } from './pledge.events.js';
import { lockPledges } from './pledge.lock.js';
import { claimOf } from './pledge.postings.js';
import { ReturningService } from './returning.service.js';

/** failed and cancelled end the project; smaller: it goes on smaller, without the gifts whose donors wanted all or nothing. */
export type WindingWhy = 'failed' | 'cancelled' | 'smaller';

const BATCH = 100;
const EVERYTHING = `state in ('started', 'awaited', 'promised', 'declined', 'counted')`;
const UNWILLING = `state = 'counted' and shortfall = 'return'`;

/** Takes a project's pledges apart: promises fall, money goes where each donor said, in batches until nothing is left. */
@Injectable()
export class WindingService {
  constructor(
    private readonly paying: PayingService,
    private readonly returning: ReturningService,
    private readonly ledger: LedgerQueries,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Begins; the worker goes on until every ban is placed. Again does nothing. Throws `money-spent` when the claim no longer
   * holds all that is left of the gifts: then the rest has to be shared, not returned.
   */
  async begin(tx: Tx, projectId: ProjectId, why: WindingWhy): Promise<void> {
    const [{ left }] = (await rowsOf<{ left: string }>(
      tx,
      `select coalesce(sum(came_lei_minor - refunded_lei_minor - moved_lei_minor), 0) as left
         from pledges.pledge where project_id = $1 and state = 'counted'`,
      [projectId],
    )) as [{ left: string }];
    const free = await this.ledger.free(claimOf(projectId), tx);
    if (free.minor < BigInt(left)) throw refuse('conflict', 'money-spent', 'Part of the money has left already.');
    await tx.query(
      `insert into pledges.winding (project_id, why, at) values ($1, $2, platform.now())
       on conflict (project_id) do update set why = excluded.why, at = excluded.at, ended_at = null where winding.why = 'smaller'`,
      [projectId, why],
    );
    await this.outbox.add(tx, campaignEvent('wind-on', projectId));
  }

  /** The next hundred pledges; asks to be called again until none is left. */
  async windSome(tx: Tx, projectId: ProjectId): Promise<void> {
    const [winding] = await rowsOf<{ why: WindingWhy }>(
      tx,
      'select why from pledges.winding where project_id = $1 and ended_at is null for update',
      [projectId],
    );
    if (!winding) return;
    const which = winding.why === 'smaller' ? UNWILLING : EVERYTHING;
    const pledges = await lockPledges(
      tx,
      `select id from pledges.pledge where project_id = $1 and ${which} order by id limit ${BATCH}`,
      [projectId],
    );
    for (const pledge of pledges) await this.place(tx, pledge, winding.why);
    if (pledges.length > 0) return this.outbox.add(tx, campaignEvent('wind-on', projectId));
    await tx.query('update pledges.winding set ended_at = platform.now() where project_id = $1', [projectId]);
  }

  private async place(tx: Tx, pledge: Pledge, why: WindingWhy): Promise<void> {
    if (['started', 'awaited', 'promised', 'declined'].includes(pledge.state)) return this.paying.lapse(tx, pledge);
    if (pledge.state !== 'counted') return;
    // Below the minimum, and in a cancelled project, there is no smaller version: that choice means "return".
    if (pledge.shortfall === 'next') return this.returning.moveOn(tx, pledge);
    await this.returning.giveBack(tx, pledge, { amount: null, why: why === 'smaller' ? 'failed' : why });
  }
}
