import { Injectable } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { Database, inTurn } from '#libs/platform/src/index.js';
import { heldOf } from '#libs/pledges/src/index.js';
import { adviseOn } from './advice.js';
import { type CallId, IS_FOR } from './call.js';
import { DONOR } from './donors.js';
import { PAID } from './reserve.rows.js';

const dayOf = (moment: string) => `(${moment} at time zone 'Europe/Chisinau')::date`;
const HELD = heldOf('g');

interface Due {
  readonly id: CallId;
  readonly paid: string;
  readonly cap: string | null;
}

/**
 * Reckons how the quadratic rule would share the pools of calls, for advice: it takes every gift, so once a day and not for each
 * reader.
 */
@Injectable()
export class AdviceService {
  constructor(private readonly db: Database) {}

  /** Every open call that was not reckoned today. What was reckoned last of a call that is closed stays. */
  async reckonDue(): Promise<void> {
    const due = await this.db.rows<Due>(
      `select c.id, ${PAID} as paid, c.per_project_minor::text as cap from matching.call c
        where c.state = 'open' and not exists (
          select from matching.advice a where a.call_id = c.id and ${dayOf('a.at')} = ${dayOf('platform.now()')}) order by c.opened_at, c.id`,
    );
    await inTurn(due, (call) => this.reckon(call));
  }

  /**
   * Every project to which people gave in the days of a call and for which it is, by what is held of each person's gifts to it
   * added up. All that was paid in is shared, no project above the call's cap.
   */
  private async reckon({ id, paid, cap }: Due): Promise<void> {
    const rows = await this.db.rows<{ projectId: ProjectId; donor: string; minor: string }>(
      `select g.project_id as "projectId", ${DONOR} as donor, sum(${HELD})::text as minor
         from matching.call c join projects.project p on ${IS_FOR}
         join pledges.pledge g on g.project_id = p.id and g.state = 'counted' join identity.person d on d.id = g.person_id
        where c.id = $1 and ${dayOf('g.counted_at')} between c.opens_on and c.closes_on
        group by 1, 2 having sum(${HELD}) > 0`,
      [id],
    );
    const given = new Map<ProjectId, Record<string, bigint>>();
    for (const { projectId, donor, minor } of rows) {
      if (!given.has(projectId)) given.set(projectId, {});
      given.get(projectId)![donor] = BigInt(minor);
    }
    const shares = adviseOn(given, BigInt(paid), cap === null ? null : BigInt(cap));
    await this.db.rows(
      `insert into matching.advice (call_id, at, shares) values ($1, platform.now(), $2)
         on conflict (call_id) do update set at = excluded.at, shares = excluded.shares returning 1`,
      [id, JSON.stringify(shares)],
    );
  }
}
