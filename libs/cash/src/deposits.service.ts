import { Injectable } from '@nestjs/common';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import {
  type BodyId,
  type Money,
  type PersonId,
  type PledgeId,
  randomCode,
  refOf,
  refuse,
} from '#libs/kernel/src/index.js';
import { Database, hold, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ANYBODY, CASH_OFFICERS, type CashierId, depositCodesIn, type DepositId, type Receipt } from './cash.js';
import { depositDiffers } from './cash.events.js';
import { CountingService } from './counting.service.js';
import { CoversService } from './covers.service.js';
import { depositLines, lockDeposit, mustBeOpen, putOnSlip, readDeposits } from './deposit.lock.js';
import { lockReceipts, mustBeFree, sumOf } from './receipt.lock.js';

/** A slip: which receipts of one cashier go to the bank together. The id is the form's. */
export interface MakeDeposit {
  readonly id: DepositId;
  readonly associationId: BodyId;
  readonly receiptIds: readonly PledgeId[];
}

/** Cash on its way to the bank: the slip, and the line of the statement that carries its code. */
@Injectable()
export class DepositsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly bank: BankService,
    private readonly counting: CountingService,
    private readonly covers: CoversService,
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
      await hold(tx, `cash-deposit:${id}`);
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
      await putOnSlip(tx, id, receipts);
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
      await putOnSlip(tx, id, []);
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
    if (!(await this.covers.askWhole(tx, deposit, by))) await this.outbox.add(tx, depositDiffers(depositId, lineId));
    return 'waits';
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

  private note(tx: Tx, action: string, id: DepositId, actor: PersonId, data = {}): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `deposit:${id}`, data });
  }
}

/** The slip of this id, when it was made of these receipts. */
function mustBeOf(id: DepositId, receipts: readonly Receipt[]): DepositId {
  if (receipts.some(({ depositId }) => depositId !== id))
    throw refuse('conflict', 'deposit-id-taken', 'The id belongs to another deposit.');
  return id;
}
