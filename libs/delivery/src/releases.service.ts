import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { type TreasuryAccount, TreasuryService } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { HoldsService, PaymentOrdersService } from '#libs/banking/src/index.js';
import { Database, Outbox, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccessService, CampaignGate, type Project } from '#libs/projects/src/index.js';
import { trancheEvent } from './delivery.events.js';
import { ProjectMoney } from './project-money.js';
import { mustBecome, noteStep, RELEASE_APPROVAL, stepOn, type TrancheRequest } from './request-row.js';
import { type RequestId, trancheReleased, trancheVoid } from './tranche.postings.js';

/** The operator's two signatures, and the payment order to the town hall's treasury account. */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly access: AccessService,
    private readonly gate: CampaignGate,
    private readonly treasury: TreasuryService,
    private readonly money: ProjectMoney,
    private readonly ledger: LedgerService,
    private readonly holds: HoldsService,
    private readonly orders: PaymentOrdersService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The first of the operator's two asks for the payment of an approved tranche to the account that is active now; `seen`
   * is the one that he has read. Throws `account-changed` when it is another by now, `tranche-state`, `treasury-missing`,
   * `own-project` to members of the project's bodies, `approval-waiting`, `audit-hold`; to others than staff the request is not found.
   */
  async askRelease(requestId: RequestId, by: PersonId, seen?: TreasuryAccount['id']): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const request = await this.money.request(tx, requestId);
      mustBecome(request, 'released');
      const project = await this.access.mustReview(tx, request.projectId, by);
      const account = await this.accountOf(tx, project);
      if (seen && seen !== account.id) throw accountChanged();
      await this.holds.mustBeFree(tx, request.projectId);
      const id = newId<'Approval'>();
      const payload = {
        request: requestId,
        project: request.projectId,
        account: account.id,
        amount: request.amount.toString(),
      };
      await this.approvals.ask(tx, {
        id,
        kind: RELEASE_APPROVAL,
        subject: `tranche:${requestId}`,
        office: 'operator',
        by,
        payload,
      });
      return id;
    });
  }

  /**
   * The second one signs: the sum leaves the claim and a payment order goes to the account that both have seen. The first
   * tranche puts the project in delivery. Throws `second-person-needed`, `account-changed`, `own-project`, `loss-open`, `tranche-state`, `audit-hold`,
   * `not-enough` when the bank does not hold so many lei yet.
   */
  async confirmRelease(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const request = await this.requestOf(tx, approvalId);
      const approval = await this.approvals.give(tx, approvalId, by);
      await this.money.mustHaveNoLoss(tx, request.projectId);
      const project = await this.access.mustReview(tx, request.projectId, by);
      const account = await this.accountOf(tx, project);
      if (account.id !== approval.payload.account) throw accountChanged();
      await this.release(tx, request, { project, account, by });
    });
  }

  /** The second one says no to this payment: the tranche stays approved and may be asked for again. Throws as `confirmRelease`, `approval-reason`. */
  async refuseRelease(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.requestOf(tx, approvalId);
      await this.approvals.refuse(tx, approvalId, by, reason);
    });
  }

  /** The operator refuses a tranche with a reason: what waits for a signature falls, and the sum is free again. Throws `reason-missing`, `tranche-state`. */
  async refuse(requestId: RequestId, reason: string, by: PersonId): Promise<void> {
    const text = reason.trim().slice(0, 4000);
    if (!text) throw refuseFields({ pointer: '/reason', code: 'reason-missing' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const request = await this.money.request(tx, requestId);
      if (request.state === 'voting') throw refuse('conflict', 'tranche-state', 'The association is voting.');
      if (request.state === 'approved') await this.ledger.post(tx, trancheVoid(request));
      await this.approvals.drop(tx, { kind: RELEASE_APPROVAL, subject: `tranche:${requestId}` }, { by, reason: text });
      await stepOn(tx, request, { to: 'refused', by, reason: text });
      await this.trail.add(tx, { actor: by, action: 'tranche.refused', subject: `tranche:${requestId}` });
      await this.outbox.add(tx, trancheEvent('refused', request));
    });
  }

  private async release(
    tx: Tx,
    request: TrancheRequest,
    { project, account, by }: { project: Project; account: TreasuryAccount; by: PersonId },
  ): Promise<void> {
    mustBecome(request, 'released');
    const orderId = newId<'PaymentOrder'>();
    await this.ledger.post(tx, trancheReleased(request));
    await this.orders.order(tx, {
      id: orderId,
      owner: `tranche:${request.id}`,
      projectId: request.projectId,
      iban: account.iban,
      holder: account.holder,
      amount: request.amount,
      purpose: `Plai ${project.code}, transa ${request.number}`,
    });
    await tx.query(`update delivery.request set state = 'released', order_id = $2, account_id = $3 where id = $1`, [
      request.id,
      orderId,
      account.id,
    ]);
    await noteStep(tx, request.id, { to: 'released', by });
    if (project.state === 'funded') await this.gate.move(tx, project.id, 'in-delivery', { by });
    await this.trail.add(tx, {
      actor: by,
      action: 'tranche.released',
      subject: `tranche:${request.id}`,
      data: { project: project.id, amount: request.amount.toString(), order: orderId, account: account.id },
    });
    await this.outbox.add(tx, trancheEvent('released', request));
  }

  /** What an approval is about, held before the approval is decided: in the other order two would wait for each other. */
  private async requestOf(tx: Tx, approvalId: ApprovalId): Promise<TrancheRequest> {
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== RELEASE_APPROVAL) throw refuse('not-found', 'not-found', 'No such release.');
    return this.money.request(tx, approval.payload.request as RequestId);
  }

  private async accountOf(tx: Tx, { townHallId }: Project): Promise<TreasuryAccount> {
    const account = await this.treasury.active(townHallId, tx);
    if (!account) throw refuse('conflict', 'treasury-missing', 'The town hall has no active treasury account.');
    return account;
  }
}

function accountChanged(): Error {
  return refuse('conflict', 'account-changed', 'The treasury account is not the one that was seen.');
}
