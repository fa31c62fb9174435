import { Injectable } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { type Tx } from '#libs/platform/src/index.js';
import { ANYBODY, CASH_OFFICERS, type Receipt } from './cash.js';
import { lockReceipt } from './receipt.lock.js';

/** What a second officer is asked about a receipt: to sign it, or to make it void. */
export const [SIGN, VOID] = ['cash-receipt', 'cash-void'] as const;

/** Who may answer what was asked about a receipt. */
@Injectable()
export class ReceiptQuestions {
  constructor(
    private readonly asked: ApprovalsQueries,
    private readonly members: MembersQueries,
  ) {}

  /** The receipt that a question is about, locked. Throws `not-found`, and as `mustHold` unless an officer or its cashier. */
  async mustDecide(tx: Tx, kind: string, approvalId: ApprovalId, by: PersonId): Promise<Receipt> {
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== kind) throw refuse('not-found', 'not-found', 'No such question.');
    const receipt = await lockReceipt(tx, approval.payload.receipt as PledgeId);
    await this.members.mustHold(tx, by, receipt.associationId, receipt.writtenBy === by ? ANYBODY : CASH_OFFICERS);
    return receipt;
  }
}
