import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, thingOf } from '#libs/approvals/src/index.js';
import { normaliseEmail, StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccountChecksService } from './account-checks.service.js';
import { emailChanged } from './hometowns.events.js';
import { rolesIn } from './memberships.js';
import { lockBody } from './treasury-account.js';

const KIND = 'official-email';

/**
 * A body's official address, by which the operator knows it and treasury accounts are confirmed: two of the operator's
 * staff change it, nobody in the body alone.
 */
@Injectable()
export class OfficialEmailService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly checks: AccountChecksService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The first signature. Throws `email`, `email-same`, `body-not-verified`, `own-application` to the body's people,
   * `approval-waiting`, `not-found` to others than staff.
   */
  async ask(bodyId: BodyId, email: string, by: PersonId): Promise<ApprovalId> {
    const to = normaliseEmail(email);
    return this.db.transaction(async (tx) => {
      const from = await this.mustBeFit(tx, bodyId, by);
      if (from === to) throw refuseFields({ pointer: '/email', code: 'email-same' });
      const id = newId<'Approval'>();
      const question = { id, kind: KIND, subject: `body:${bodyId}`, office: 'operator', by } as const;
      await this.approvals.ask(tx, { ...question, payload: { from, to } });
      return id;
    });
  }

  /**
   * The second signature: the address is official, and an account that waits is asked about there. Throws as `ask`, as
   * `approvals.give` and, when an account waits, as `askOfficial`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { bodyId, from, to } = changeIn(await this.asked.find(approvalId, tx));
      await this.mustBeFit(tx, bodyId, by);
      await this.approvals.give(tx, approvalId, by);
      await tx.query('update hometowns.body set email = $2 where id = $1', [bodyId, to]);
      await this.trail.add(tx, { actor: by, action: 'body.email', subject: `body:${bodyId}`, data: { from, to } });
      await this.outbox.add(tx, emailChanged(approvalId, bodyId));
      await this.checks.ask(tx, bodyId, by);
    });
  }

  /** The second person says no; whoever asked takes it back by the same call. Throws `approval-reason`, `approval-decided`, `not-found`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      changeIn(await this.asked.find(approvalId, tx));
      await this.approvals.decline(tx, approvalId, by, reason);
    });
  }

  private async mustBeFit(tx: Tx, bodyId: BodyId, by: PersonId): Promise<string> {
    await this.staff.mustBe(tx, by);
    const body = await lockBody(tx, bodyId);
    if ((await rolesIn(tx, bodyId, by)).length > 0)
      throw refuse('forbidden', 'own-application', 'Nobody signs for his own body.');
    if (body.state !== 'verified') throw refuse('forbidden', 'body-not-verified', 'It is not verified.');
    return body.email;
  }
}

function changeIn(approval: Approval | null) {
  if (approval?.kind !== KIND) throw refuse('not-found', 'not-found', 'No such change.');
  const { from, to } = approval.payload as { from: string; to: string };
  return { bodyId: thingOf<BodyId>(approval), from, to };
}
