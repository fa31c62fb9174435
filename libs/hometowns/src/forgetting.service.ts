import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { Database, type Lang, Outbox, rowsOf, sayIn, Trail, type Tx } from '#libs/platform/src/index.js';
import { bodyEvent } from './hometowns.events.js';
import { endMemberships } from './memberships.js';

/** For so many days an application waits for the operator, and the address of an invitation that nobody used is kept. */
const KEPT_DAYS = 90;
const AGO = `platform.now() - interval '${KEPT_DAYS} days'`;

interface Applied {
  readonly id: BodyId;
  readonly by: PersonId;
  readonly lang: Lang;
}

/** What others have said of somebody who has said nothing himself is not kept for ever. */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly db: Database,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly trail: Trail,
    private readonly outbox: Outbox,
  ) {}

  /**
   * An application about which nobody has decided in ninety days is closed: whom it names as founders is forgotten, and the
   * applicant is told that he may send another.
   */
  async lapseDue(): Promise<void> {
    const due = await this.db.rows<{ id: BodyId }>(
      `select id from hometowns.body where state = 'applied' and applied_at <= ${AGO} order by applied_at limit 100`,
    );
    for (const { id } of due) await this.db.transaction((tx) => this.lapse(tx, id));
  }

  /** Addresses of people who were invited and have not come in ninety days after their invitation ended. */
  async forgetInvited(): Promise<void> {
    await this.db.rows(
      `delete from hometowns.invitation i where email is not null and used_at is null and opened_at is not null and expires_at <= ${AGO}
         and not exists (select from hometowns.join_request r where r.invitation_id = i.id)`,
    );
  }

  private async lapse(tx: Tx, bodyId: BodyId): Promise<void> {
    const [body] = await rowsOf<Applied>(
      tx,
      `select b.id, b.applied_by as by, p.lang from hometowns.body b join identity.person p on p.id = b.applied_by
        where b.id = $1 and b.state = 'applied' for no key update of b`,
      [bodyId],
    );
    if (!body) return;
    for (const { id, state } of await this.asked.of(`body:${bodyId}`, tx))
      if (state === 'waiting') await this.approvals.lapse(tx, id);
    const reason = sayIn(body.lang)('application.lapsed', { n: KEPT_DAYS });
    await tx.query(`update hometowns.body set state = 'refused', state_reason = $2 where id = $1`, [bodyId, reason]);
    await tx.query('delete from hometowns.founder where body_id = $1', [bodyId]);
    await endMemberships(tx, { bodyId, by: body.by });
    await this.trail.add(tx, { actor: null, action: 'body.lapsed', subject: `body:${bodyId}` });
    await this.outbox.add(tx, bodyEvent('refused', bodyId));
  }
}
