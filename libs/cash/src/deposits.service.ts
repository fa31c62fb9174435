import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { type BankLineId, BankService, cameOf, mustBeThose, namesOf } from '#libs/banking/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, Money, newId, type PersonId, type PledgeId, randomCode, refOf, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ANYBODY, CASH_OFFICERS, type CashierId, depositCodesIn, type DepositId, type Receipt } from './cash.js';
import { depositDiffers } from './cash.events.js';
import { CountingService, COVER } from './counting.service.js';
import { type DepositRow, lockDeposit, depositLines, readDeposits } from './deposit.lock.js';
import { lockReceipts } from './receipt.lock.js';

/** A slip: which receipts of one cashier go to the bank together. The id is the form's. */
export interface MakeDeposit {
  readonly id: DepositId;
  readonly associationId: BodyId;
  readonly receiptIds: readonly PledgeId[];
}

/** Which receipts the sum at the bank covers, as the operator's staff understands it. */
export interface AskCover {
  readonly approvalId: ApprovalId;
  readonly depositId: DepositId;
  readonly receiptIds: readonly PledgeId[];
}

/** Cash on its way to the bank: the slip, the line of the statement that carries its code, and what to do when the sums differ. */
@Injectable()
export class DepositsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly bank: BankService,
    private readonly counting: CountingService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Makes a slip with a code for the bank's purpose line. By the cashier who has the cash, or an officer. The same again is
   * answered like the first time. Throws `deposit-id-taken`, `deposit-empty`, `deposit-one-cashier`, `receipt-not-free`.
   */
  async make({ id, associationId, receiptIds }: MakeDeposit, by: PersonId): Promise<DepositId> {
    return this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, associationId, ANYBODY);
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`cash-deposit:${id}`]);
      const receipts = await lockReceipts(tx, 'r.association_id = $1 and r.id = any($2)', [associationId, receiptIds]);
      const [first] = receipts;
      if (!first || receipts.length < new Set(receiptIds).size)
        throw refuse('invalid', 'deposit-empty', 'Choose the receipts whose cash goes to the bank.');
      if (first.writtenBy !== by) await this.members.mustHold(tx, by, associationId, CASH_OFFICERS);
      if ((await readDeposits(tx, 'd.id = $1', [id])).length > 0) return mustBeOf(id, receipts);
      if (receipts.some(({ cashierId }) => cashierId !== first.cashierId))
        throw refuse('conflict', 'deposit-one-cashier', 'A slip is of one cashier.');
      mustBeFree(receipts);
      await this.insert(tx, { id, associationId, cashierId: first.cashierId, sum: sumOf(receipts), by });
      await this.put(tx, id, receipts);
      await this.note(tx, 'deposit.made', id, by);
      return id;
    });
  }

  /** The slip is torn up and its receipts are in hand again. Throws `deposit-over`, `deposit-came` when money came for it. */
  async cancel(id: DepositId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const deposit = await lockDeposit(tx, id);
      await this.members.mustHold(tx, by, deposit.associationId, deposit.madeBy === by ? ANYBODY : CASH_OFFICERS);
      if (deposit.state === 'cancelled') return;
      mustBeOpen(deposit);
      if ((await depositLines(tx, id)).length > 0)
        throw refuse('conflict', 'deposit-came', 'Money has come with this code.');
      await this.put(tx, id, []);
      await tx.query(`update cash.deposit set state = 'cancelled', ended_at = platform.now() where id = $1`, [id]);
      await this.note(tx, 'deposit.cancelled', id, by);
    });
  }

  /**
   * One of the staff says that a line of the statement is this deposit's. It counts when the sums are equal and the line carries
   * its code; without the code the association is asked, and else it waits for what is missing. Throws `not-found`, `line-claimed`, `deposit-over`, `transfer-mismatch` for another currency.
   */
  async attach(lineId: BankLineId, depositId: DepositId, by: PersonId): Promise<'counted' | 'waits'> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (await this.counting.has(tx, lineId, depositId)) return 'counted';
      return this.bring(tx, { lineId, depositId, by });
    });
  }

  /** A line of a statement whose text carries the code of one open deposit is that deposit's; anything less certain waits for a person. */
  async matchByCode(tx: Tx, lineId: BankLineId, by: PersonId): Promise<void> {
    const line = await this.bank.openReceipt(tx, lineId);
    const codes = line?.amount.currency === 'MDL' ? depositCodesIn(`${line.purpose ?? ''} ${line.reference}`) : [];
    const found = codes.length > 0 ? await readDeposits(tx, `d.state = 'open' and d.code = any($1)`, [codes]) : [];
    if (found.length === 1) await this.bring(tx, { lineId, depositId: found[0]!.id, by });
  }

  /**
   * The sum at the bank is another: one of the staff says which receipts it covers, and asks the association. The rest stays in
   * the cashier's hand. Throws `deposit-over`, `receipt-not-free`, `cover-sum` (params `sum`, `came`), `approval-waiting`.
   */
  async askCover({ approvalId, depositId, receiptIds }: AskCover, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const deposit = await lockDeposit(tx, depositId);
      const receipts = await this.mustCover(tx, deposit, receiptIds);
      await this.question(tx, approvalId, { deposit, receipts, by });
    });
  }

  /** An officer of the association agrees: these receipts count, the rest is in hand again. Throws as `askCover`, `asker-left`, `lines-changed`. */
  async confirmCover(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const deposit = await this.mustDecide(tx, approvalId, by);
      const { askedBy, payload } = await this.approvals.give(tx, approvalId, by);
      mustBeThose(await depositLines(tx, deposit.id), payload.lines);
      if (!(await this.staff.includes(askedBy, tx))) throw askerLeft();
      const chosen = await rowsOf<{ id: PledgeId }>(tx, 'select receipt_id as id from cash.cover where approval_id = $1', [approvalId]); // prettier-ignore
      const receipts = await this.mustCover(tx, deposit, chosen.map(({ id }) => id)); // prettier-ignore
      await this.put(tx, deposit.id, receipts);
      await tx.query('update cash.deposit set sum_minor = $2 where id = $1', [deposit.id, sumOf(receipts).minor.toString()]); // prettier-ignore
      await this.counting.settle(tx, deposit.id, by, true);
    });
  }

  /** The association says no; whoever asked takes it back by the same call. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuseCover({ id, askedBy }: Approval, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (askedBy === by) return void (await this.approvals.withdraw(tx, id, by));
      const deposit = await this.mustDecide(tx, id, by);
      await this.approvals.refuse(tx, id, by, reason);
      // What somebody only said to be its own is not.
      await tx.query('delete from cash.deposit_line where deposit_id = $1 and not sure', [deposit.id]);
    });
  }

  private async bring(
    tx: Tx,
    { lineId, depositId, by }: { lineId: BankLineId; depositId: DepositId; by: PersonId },
  ): Promise<'counted' | 'waits'> {
    const deposit = await lockDeposit(tx, depositId);
    mustBeOpen(deposit);
    const line = await this.bank.openReceipt(tx, lineId);
    if (!line) throw refuse('conflict', 'line-claimed', 'This line belongs to something else already.');
    if (line.amount.currency !== 'MDL')
      throw refuse('conflict', 'transfer-mismatch', 'The currencies differ.', { line: line.amount.currency, pledge: 'MDL' }); // prettier-ignore
    const sure = depositCodesIn(`${line.purpose ?? ''} ${line.reference}`).includes(deposit.code);
    await tx.query(
      `insert into cash.deposit_line (line_id, deposit_id, sure, by, at) values ($1, $2, $3, $4, platform.now())
       on conflict (line_id) do update set deposit_id = excluded.deposit_id, sure = excluded.sure, by = excluded.by, at = excluded.at`,
      [lineId, depositId, sure, by],
    );
    await this.note(tx, 'deposit.came', depositId, by, { line: lineId });
    if (await this.counting.settle(tx, depositId, by)) return 'counted';
    if (!(await this.askWhole(tx, deposit, by))) await this.outbox.add(tx, depositDiffers(depositId, lineId));
    return 'waits';
  }

  /** Lines without the code come to the whole slip: its association is asked whether they are its own. */
  private async askWhole(tx: Tx, deposit: DepositRow, by: PersonId): Promise<boolean> {
    const lines = await depositLines(tx, deposit.id);
    if (cameOf(lines) !== BigInt(deposit.minor)) return false;
    await this.approvals.drop(tx, { kind: COVER, subject: `deposit:${deposit.id}` }, { by, reason: 'came' });
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

  /** These receipts, and no others, stand on the slip. */
  private async put(tx: Tx, id: DepositId, receipts: readonly Receipt[]): Promise<void> {
    await tx.query(
      `update cash.receipt set deposit_id = case when id = any($2::uuid[]) then $1::uuid end
        where deposit_id = $1 or id = any($2::uuid[])`,
      [id, receipts.map((one) => one.id)],
    );
  }

  private async insert(
    tx: Tx,
    { id, associationId, cashierId, sum, by }: { id: DepositId; associationId: BodyId; cashierId: CashierId; sum: Money; by: PersonId }, // prettier-ignore
  ): Promise<void> {
    for (let made: object[] = []; made.length === 0;) {
      made = await rowsOf(
        tx,
        `insert into cash.deposit (id, association_id, cashier_id, code, sum_minor, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, platform.now()) on conflict (code) do nothing returning id`,
        [id, associationId, cashierId, refOf('CD', randomCode(6)), sum.minor.toString(), by],
      );
    }
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<DepositRow> {
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== COVER) throw refuse('not-found', 'not-found', 'No such question.');
    const deposit = await lockDeposit(tx, approval.payload.deposit as DepositId);
    await this.members.mustHold(tx, by, deposit.associationId, CASH_OFFICERS);
    return deposit;
  }

  private note(tx: Tx, action: string, id: DepositId, actor: PersonId, data = {}): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `deposit:${id}`, data });
  }
}

function sumOf(receipts: readonly Receipt[]): Money {
  return receipts.reduce((sum, { lei }) => sum.plus(lei), Money.lei(0n));
}

function mustBeFree(receipts: readonly Receipt[]): void {
  if (receipts.length === 0 || receipts.some(({ state, depositId }) => state !== 'signed' || depositId !== null))
    throw refuse('conflict', 'receipt-not-free', 'A receipt is not in hand, or stands on another slip.');
}

function mustBeOpen({ state }: DepositRow): void {
  if (state !== 'open') throw refuse('conflict', 'deposit-over', 'This deposit was counted or cancelled.');
}

/** The slip of this id, when it was made of these receipts. */
function mustBeOf(id: DepositId, receipts: readonly Receipt[]): DepositId {
  if (receipts.some(({ depositId }) => depositId !== id))
    throw refuse('conflict', 'deposit-id-taken', 'The id belongs to another deposit.');
  return id;
}
