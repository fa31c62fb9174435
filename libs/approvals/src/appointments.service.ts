import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type Approval, thingOf } from './approval.js';
import { ApprovalsService } from './approvals.service.js';

const KIND = 'staff-appointment';

/** Whoever joins the operator's staff can be a second signature: so two of them take him on, or one could sign twice. */
@Injectable()
export class AppointmentsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
  ) {}

  /** The first signature. Throws `not-found` unless staff, `staff-already`, `approval-waiting`. */
  async ask(approvalId: ApprovalId, personId: PersonId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (await this.staff.includes(personId, tx))
        throw refuse('conflict', 'staff-already', 'Is on the staff already.');
      const subject = `person:${personId}`;
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject, office: 'operator', by });
    });
  }

  /** The second signature: the person is on the staff. Throws `second-person-needed`, `approval-decided`, `not-found`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const approval = await this.approvals.give(tx, approvalId, by);
      await this.staff.appoint(tx, personIn(approval), by);
    });
  }

  /** The second person says no. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      personIn(await this.approvals.refuse(tx, approvalId, by, reason));
    });
  }
}

function personIn({ kind, subject }: Approval): PersonId {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such appointment.');
  return thingOf({ subject });
}
