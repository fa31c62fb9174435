import { Injectable } from '@nestjs/common';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { MistakenGiftsService } from '#libs/pledges/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { DepositId } from './cash.js';
import { depositReopened } from './cash.events.js';
import { inHand } from './cash.postings.js';
import { lockDeposit } from './deposit.lock.js';
import { lockReceipts } from './receipt.lock.js';

/** Deposits that were counted by a line of the statement that was not theirs. */
@Injectable()
export class MistakenDepositsService {
  constructor(
    private readonly bank: BankService,
    private readonly gifts: MistakenGiftsService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes back that a deposit counted, every receipt of it (act 50): its cash is on its way again, its lines are nobody's, and the association is told.
   * Throws `correction-changed`, and as `MistakenGiftsService.uncount`.
   */
  async reopen(tx: Tx, { ref, key }: SeenJournal, reversal: Reversal): Promise<Posted> {
    const id = ref.deposit as DepositId;
    const { state } = await lockDeposit(tx, id);
    if (state !== 'counted') throw refuse('conflict', 'correction-changed', 'The deposit is open.');
    const receipts = await lockReceipts(tx, 'r.deposit_id = $1', [id]);
    const posted = await this.gifts.uncountTogether(tx, receipts, { key, reversal });
    for (const receipt of receipts) await this.ledger.postAnew(tx, inHand(receipt));
    await tx.query(`update cash.receipt set state = 'signed' where deposit_id = $1`, [id]);
    await tx.query(`update cash.deposit set state = 'open', ended_at = null where id = $1`, [id]);
    const lines = await rowsOf<{ id: BankLineId }>(tx, 'select id from banking.line where claimed_by = $1', [`deposit:${id}`]); // prettier-ignore
    for (const line of lines) await this.bank.unclaimLine(tx, line.id);
    await tx.query('delete from cash.deposit_line where deposit_id = $1', [id]);
    await this.outbox.add(tx, depositReopened(id));
    return posted;
  }
}
