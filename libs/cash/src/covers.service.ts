import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { cameOf, mustBeThose, namesOf } from '#libs/banking/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, newId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CASH_OFFICERS, type DepositId, type Receipt } from './cash.js';
import { CountingService, COVER } from './counting.service.js';
import { depositLines, type DepositRow, lockDeposit, mustBeOpen, putOnSlip } from './deposit.lock.js';
import { lockReceipts, mustBeFree, sumOf } from './receipt.lock.js';

/** Which receipts the sum at the bank covers, as the operator's staff understands it. */
export interface AskCover {
  readonly approvalId: ApprovalId;
  readonly depositId: DepositId;
  readonly receiptIds: readonly PledgeId[];
}

/** What to do when a deposit's sum at the bank is another, or no code says whose it is: its association agrees which receipts it covers. */
@Injectable()
export class CoversService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly counting: CountingService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
  ) {}

  /**
   * The sum at the bank is another: one of the staff says which receipts it covers, and asks the association. The rest stays in
   * the cashier's hand. Throws `deposit-over`, `receipt-not-free`, `cover-sum` (params `sum`, `came`), `approval-waiting`.
   */
  async ask({ approvalId, depositId, receiptIds }: AskCover, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const deposit = await lockDeposit(tx, depositId);
      const receipts = await this.mustCover(tx, deposit, receiptIds);
      await this.question(tx, approvalId, { deposit, receipts, by });
    });
  }

  /** An officer of the association agrees: these receipts count, the rest is in hand again. Throws as `ask`, `asker-left`, `lines-changed`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const deposit = await this.mustDecide(tx, approvalId, by);
      const { askedBy, payload } = await this.approvals.give(tx, approvalId, by);
      mustBeThose(await depositLines(tx, deposit.id), payload.lines);
      if (!(await this.staff.includes(askedBy, tx))) throw askerLeft();
      const chosen = await rowsOf<{ id: PledgeId }>(tx, 'select receipt_id as id from cash.cover where approval_id = $1', [approvalId]); // prettier-ignore
      const receipts = await this.mustCover(tx, deposit, chosen.map(({ id }) => id)); // prettier-ignore
      await putOnSlip(tx, deposit.id, receipts);
      await tx.query('update cash.deposit set sum_minor = $2 where id = $1', [deposit.id, sumOf(receipts).minor.toString()]); // prettier-ignore
      await this.counting.settle(tx, deposit.id, by, true);
    });
  }

  /** The association says no; whoever asked takes it back by the same call. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse({ id, askedBy }: Approval, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (askedBy === by) return void (await this.approvals.withdraw(tx, id, by));
      const deposit = await this.mustDecide(tx, id, by);
      await this.approvals.refuse(tx, id, by, reason);
      // What somebody only said to be its own is not.
      await tx.query('delete from cash.deposit_line where deposit_id = $1 and not sure', [deposit.id]);
    });
  }

  /** Lines without the code come to the whole slip: its association is asked whether they are its own. Answers false, and asks nobody, when they come to another sum. */
  async askWhole(tx: Tx, deposit: DepositRow, by: PersonId): Promise<boolean> {
    const lines = await depositLines(tx, deposit.id);
    if (cameOf(lines) !== BigInt(deposit.minor)) return false;
    await this.approvals.drop(tx, { kind: COVER, subject: `deposit:${deposit.id}` }, { by });
    const receipts = await lockReceipts(tx, 'r.deposit_id = $1', [deposit.id]);
    await this.question(tx, newId<'Approval'>(), { deposit, receipts, by });
    return true;
  }

  private async question(
    tx: Tx,
    approvalId: ApprovalId,
    { deposit, receipts, by }: { deposit: DepositRow; receipts: readonly Receipt[]; by: PersonId },
  ): Promise<void> {
    const [office, subject] = [`association:${deposit.associationId}` as const, `deposit:${deposit.id}`];
    const payload = { deposit: deposit.id, sum: sumOf(receipts).toString(), receipts: receipts.map(({ n }) => n).join(', '), lines: namesOf(await depositLines(tx, deposit.id)) }; // prettier-ignore
    await this.approvals.ask(tx, { id: approvalId, kind: COVER, subject, office, by, payload });
    await tx.query(
      `insert into cash.cover (approval_id, receipt_id, deposit_id) select $1, unnest($2::uuid[]), $3 on conflict do nothing`,
      [approvalId, receipts.map(({ id }) => id), deposit.id],
    );
  }

  private async mustCover(tx: Tx, deposit: DepositRow, ids: readonly PledgeId[]): Promise<Receipt[]> {
    mustBeOpen(deposit);
    const receipts = await lockReceipts(tx, `r.id = any($1) and r.cashier_id = $2 and r.state = 'signed' and coalesce(r.deposit_id, $3) = $3`, [ids, deposit.cashierId, deposit.id]); // prettier-ignore
    if (receipts.length < new Set(ids).size) mustBeFree([]);
    const lines = await depositLines(tx, deposit.id);
    const came = Money.lei(cameOf(lines));
    const sum = sumOf(receipts);
    if (!came.isPositive() || !sum.equals(came))
      throw refuse('conflict', 'cover-sum', `The receipts come to ${sum.toString()} lei, the bank shows ${came.toString()}.`, { sum, came }); // prettier-ignore
    return receipts;
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<DepositRow> {
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== COVER) throw refuse('not-found', 'not-found', 'No such question.');
    const deposit = await lockDeposit(tx, approval.payload.deposit as DepositId);
    await this.members.mustHold(tx, by, deposit.associationId, CASH_OFFICERS);
    return deposit;
  }
}
