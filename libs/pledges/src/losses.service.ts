import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { mustNotBeShared } from './disputed.js';
import { lossAct, lossSetAside } from './dispute.postings.js';
import { LossBooks } from './loss-books.service.js';

/** The two ways out of a project's loss, and filling the reserve that one of them needs. */
export type LossKind = 'recovered' | 'covered' | 'set-aside';

/** What is to be done about a loss. The approval's id is the caller's: asking again changes nothing. */
export interface AskLoss {
  readonly approvalId: ApprovalId;
  readonly kind: LossKind;
  /** Null when the reserve is filled, which is no project's. */
  readonly projectId: ProjectId | null;
  /** In lei. */
  readonly amount: Money;
}

/** The kind of approval by which it is done; its subject is "loss:" and the project, or "loss:reserve". */
const LOSS_APPROVAL = 'loss-act';

/** Act 35: losses of disputes, with two signatures of the operator. */
@Injectable()
export class LossesService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly gate: CampaignGate,
    private readonly books: LossBooks,
    private readonly ledger: LedgerService,
    private readonly trail: Trail,
  ) {}

  /**
   * The first signature. Throws `not-found` unless staff, `loss-amount` (param `left`) when the loss is not that large,
   * `refund-shared`, `approval-waiting`, `approval-reused`.
   */
  async ask({ approvalId, kind, projectId, amount }: AskLoss, by: PersonId): Promise<void> {
    if (!amount.isPositive() || amount.currency !== 'MDL') throw refuseFields({ pointer: '/amount', code: 'amount-format' }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const known = await rowsOf(
        tx,
        'select 1 from pledges.loss_act where id = $1 and kind = $2 and project_id is not distinct from $3 and amount_minor = $4',
        [approvalId, kind, projectId, amount.minor.toString()],
      );
      if (known.length > 0) return;
      if (projectId) await this.mustFit(tx, projectId, amount);
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: LOSS_APPROVAL,
        subject: `loss:${projectId ?? 'reserve'}`,
        office: 'operator',
        by,
        payload: { kind, amount: amount.toString(), currency: amount.currency },
      });
      await tx.query(
        `insert into pledges.loss_act (id, kind, project_id, amount_minor, approval_id, at) values ($1, $2, $3, $4, $1, platform.now())`,
        [approvalId, kind, projectId, amount.minor.toString()],
      );
    });
  }

  /**
   * The second signature: the books move. Throws as `ask`, `second-person-needed`, `approval-decided`, and `not-enough` when
   * the claim, the reserve or the operator's own means have not that much free.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { kind, projectId, amount } = await this.actOf(tx, approvalId);
      if (projectId) await this.mustFit(tx, projectId, amount);
      await this.approvals.give(tx, approvalId, by);
      const journal =
        kind === 'set-aside' ? lossSetAside({ id: approvalId, amount }) : lossAct(kind, { id: approvalId, projectId: projectId!, amount }); // prettier-ignore
      await this.ledger.post(tx, journal);
      await tx.query('update pledges.loss_act set done_at = platform.now() where id = $1', [approvalId]);
      const data = { kind, amount: amount.toString() };
      await this.trail.add(tx, { actor: by, action: `loss.${kind}`, subject: `loss:${projectId ?? 'reserve'}`, data });
    });
  }

  /** The second person says no. Throws as `confirm`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.actOf(tx, approvalId);
      await this.approvals.refuse(tx, approvalId, by, reason);
    });
  }

  private async mustFit(tx: Tx, projectId: ProjectId, amount: Money): Promise<void> {
    await this.gate.hold(tx, projectId);
    await mustNotBeShared(tx, projectId);
    const { open: left } = await this.books.openOf(tx, projectId);
    if (amount.compare(left) > 0)
      throw refuse('conflict', 'loss-amount', `The loss is ${left.toString()} lei.`, { left });
  }

  private async actOf(tx: Tx, id: ApprovalId): Promise<Omit<AskLoss, 'approvalId'>> {
    const [row] = await rowsOf<{ kind: LossKind; projectId: ProjectId | null; minor: string }>(
      tx,
      `select kind, project_id as "projectId", amount_minor as minor from pledges.loss_act where approval_id = $1`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such act.');
    return { kind: row.kind, projectId: row.projectId, amount: Money.lei(BigInt(row.minor)) };
  }
}
