import { Injectable } from '@nestjs/common';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { type Currency, Money, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { MistakenGiftsService } from '#libs/pledges/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { SettlementId } from './message.js';
import { lockSettlement } from './message.rows.js';
import { feeKey, received } from './messages.postings.js';

/** Settlements that were counted by a line of the statement that was not theirs. */
@Injectable()
export class MistakenSettlementsService {
  constructor(
    private readonly bank: BankService,
    private readonly gifts: MistakenGiftsService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Takes back that a settlement counted, every message of it and the fee (act 50): the aggregator owes again, and its lines are
   * nobody's. Throws `correction-changed`, and as `MistakenGiftsService.uncount`.
   */
  async reopen(tx: Tx, { ref, key }: SeenJournal, reversal: Reversal): Promise<Posted> {
    const id = ref.settlement as SettlementId;
    const { state, fee, aggregatorId } = await lockSettlement(tx, id);
    if (state !== 'counted') throw refuse('conflict', 'correction-changed', 'The settlement is open.');
    const messages = await rowsOf<{ id: PledgeId; projectId: ProjectId; minor: string; currency: Currency }>(
      tx,
      `select id, project_id as "projectId", lei_minor::text as minor from messages.message where settlement_id = $1 order by project_id, id for update`,
      [id],
    );
    const posted = await this.gifts.uncountTogether(tx, messages, { key, reversal });
    for (const { minor, ...message } of messages)
      await this.ledger.postAnew(tx, received({ ...message, aggregatorId, lei: Money.lei(BigInt(minor)) }));
    if (BigInt(fee) > 0n) await this.ledger.reverseStanding(tx, feeKey({ id }), reversal);
    await tx.query(`update messages.settlement set state = 'open', ended_at = null where id = $1`, [id]);
    const lines = await rowsOf<{ id: BankLineId }>(tx, 'select id from banking.line where claimed_by = $1', [`settlement:${id}`]); // prettier-ignore
    for (const line of lines) await this.bank.unclaimLine(tx, line.id);
    await tx.query('delete from messages.settlement_line where settlement_id = $1', [id]);
    return posted;
  }
}
