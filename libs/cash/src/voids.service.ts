import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, newId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { BroughtService } from '#libs/pledges/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ANYBODY, CASH_OFFICERS, type Receipt } from './cash.js';
import { receiptAsked, receiptVoided } from './cash.events.js';
import { cashKey } from './cash.postings.js';
import { lockReceipt, makeVoid } from './receipt.lock.js';
import { reasonIn } from './receipt.words.js';
import { ReceiptQuestions, SIGN, VOID } from './receipt-questions.service.js';

/** Signed receipts whose cash went back to its giver before it was brought: void by two, with a reason; the number stays. */
@Injectable()
export class VoidsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly brought: BroughtService,
    private readonly ledger: LedgerService,
    private readonly approvals: ApprovalsService,
    private readonly questions: ReceiptQuestions,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks another officer to make a signed receipt void: the cash went back to its giver. By its cashier or an officer; the same
   * again is answered like the first time. Throws
   * `receipt-not-free` unless the cash is in hand and on no deposit slip, `approval-waiting`, `approval-reason`.
   */
  async ask(id: PledgeId, text: string, by: PersonId): Promise<ApprovalId> {
    const reason = reasonIn(text);
    return this.db.transaction(async (tx) => {
      const receipt = await lockReceipt(tx, id);
      const { associationId, writtenBy, n } = receipt;
      await this.members.mustHold(tx, by, associationId, writtenBy === by ? ANYBODY : CASH_OFFICERS);
      mustBeFree(receipt);
      const earlier = receipt.voidWish && (await this.asked(tx, receipt.voidWish, { by, reason }));
      if (earlier) return earlier;
      const approvalId = newId<'Approval'>();
      const office = `association:${associationId}` as const;
      const payload = { receipt: id, n };
      await this.approvals.ask(tx, { id: approvalId, kind: VOID, subject: `cash:${id}`, office, by, payload });
      await tx.query(
        'insert into cash.void_wish (approval_id, receipt_id, reason, at) values ($1, $2, $3, platform.now())',
        [approvalId, id, reason],
      );
      await this.outbox.add(tx, receiptAsked(associationId, approvalId, by));
      return approvalId;
    });
  }

  /** The second officer agrees: it is void, and the gift taken back. Throws as `ask`, `second-person-needed`, `approval-decided`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const receipt = await this.questions.mustDecide(tx, VOID, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      mustBeFree(receipt);
      const [wish] = await rowsOf<{ reason: string }>(tx, 'select reason from cash.void_wish where approval_id = $1', [approvalId]); // prettier-ignore
      await this.brought.giveUp(tx, receipt.id);
      await this.ledger.reverseStanding(tx, cashKey(receipt), { reason: 'cash-given-back' });
      await makeVoid(tx, receipt, { by, reason: wish!.reason });
      await this.outbox.add(tx, receiptVoided(receipt.id));
      const { id, n } = receipt;
      await this.trail.add(tx, { actor: by, action: 'receipt.void', subject: `cash:${id}`, data: { n } });
    });
  }

  /**
   * The second officer says no, to a receipt or to making one void; whoever asked takes his question back by the same call. A
   * receipt stays written, to be corrected. Throws `second-person-needed`, `approval-decided`, `approval-reason`.
   */
  async refuse({ id, kind }: Approval, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (kind !== SIGN && kind !== VOID) throw refuse('not-found', 'not-found', 'No such question.');
      await this.questions.mustDecide(tx, kind, id, by);
      await this.approvals.decline(tx, id, by, reason);
    });
  }

  private async asked(
    tx: Tx,
    approvalId: ApprovalId,
    { by, reason }: { by: PersonId; reason: string },
  ): Promise<ApprovalId | null> {
    const same = await rowsOf(
      tx,
      `select 1 from cash.void_wish w join approvals.approval a on a.id = w.approval_id
        where w.approval_id = $1 and w.reason = $2 and a.asked_by = $3`,
      [approvalId, reason, by],
    );
    return same.length > 0 ? approvalId : null;
  }
}

function mustBeFree({ state, depositId }: Receipt): void {
  if (state !== 'signed' || depositId !== null)
    throw refuse('conflict', 'receipt-not-free', 'Its cash is not in hand, or stands on a deposit slip.');
}
