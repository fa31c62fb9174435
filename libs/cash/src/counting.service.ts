import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { type BankLineId, BankService, cameOf } from '#libs/banking/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { BroughtService } from '#libs/pledges/src/index.js';
import { Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { DepositId } from './cash.js';
import { depositCounted } from './cash.events.js';
import { cashKey } from './cash.postings.js';
import { lockDeposit, depositLines } from './deposit.lock.js';
import { lockReceipts } from './receipt.lock.js';

/** What an association is asked about a deposit: which of its receipts the sum covers. */
export const COVER = 'cash-cover';

/** Act 17: a deposit stands in the statement, and each of its receipts counts. */
@Injectable()
export class CountingService {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly bank: BankService,
    private readonly brought: BroughtService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** Whether this line was counted for this deposit before. */
  async has(tx: Tx, lineId: BankLineId, id: DepositId): Promise<boolean> {
    const sql = 'select 1 from banking.line where id = $1 and claimed_by = $2';
    return (await rowsOf(tx, sql, [lineId, `deposit:${id}`])).length > 0;
  }

  /**
   * Counts every receipt of a deposit when its lines come to its sum and carry its code, or the association has `agreed` that
   * they are its own; else nothing, and answers false. What was asked about it falls.
   */
  async settle(tx: Tx, id: DepositId, by: PersonId, agreed = false): Promise<boolean> {
    const deposit = await lockDeposit(tx, id);
    const lines = await depositLines(tx, id);
    const came = cameOf(lines);
    if (deposit.state !== 'open' || came !== BigInt(deposit.minor)) return false;
    if (!agreed && lines.some(({ sure }) => !sure)) return false;
    await this.approvals.drop(tx, { kind: COVER, subject: `deposit:${id}` }, { by });
    const receipts = await lockReceipts(tx, 'r.deposit_id = $1', [id]);
    for (const line of lines) await this.bank.claimLine(tx, line.id, `deposit:${id}`);
    for (const receipt of receipts) {
      await this.ledger.reverseStanding(tx, cashKey(receipt), { reason: 'cash-deposited' });
      await this.brought.count(tx, receipt.id, { deposit: id });
    }
    await tx.query(`update cash.receipt set state = 'deposited' where deposit_id = $1`, [id]);
    await tx.query(`update cash.deposit set state = 'counted', ended_at = platform.now() where id = $1`, [id]);
    await this.trail.add(tx, { actor: by, action: 'deposit.counted', subject: `deposit:${id}`, data: { receipts: receipts.length } }); // prettier-ignore
    await this.outbox.add(tx, depositCounted(id));
    return true;
  }
}
