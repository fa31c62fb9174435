import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type ChargeId, ChargesService, type RefundId, RefundsService } from '#libs/payments/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Back, Gift } from './gift.js';
import { giftColumn } from './owner-columns.js';
import { coverLeftOf } from './losing.js';
import { isByCard } from './pledge.life.js';
import { owedBack } from './pledge.postings.js';

/** A payment that may not count: a second one, one too late, one of a promise taken back or of a plan that had ended. */
export interface Overpaid {
  readonly chargeId: ChargeId;
  readonly why: 'second' | 'late' | 'withdrawn' | 'ended';
}

/** Why and how much of a gift goes back. */
export interface GiveBack {
  /** In the donor's currency; null: all that is left. */
  readonly amount: Money | null;
  /** Exactly this instead, when what is free is shared. */
  readonly part?: Back | null;
  readonly why: 'asked' | 'failed' | 'smaller' | 'cancelled' | 'completed';
  readonly reason?: string;
  /** Why, as the books say it. */
  readonly code?: string;
  readonly approvalId?: ApprovalId;
  readonly by?: PersonId;
}

/** How the money of a gift, to a project or to a town's fund, goes back to its donor. The gift is locked, and kept by whoever calls. */
@Injectable()
export class GiftsBack {
  constructor(
    private readonly ledger: LedgerService,
    private readonly charges: ChargesService,
    private readonly refunds: RefundsService,
  ) {}

  /** Act 28: owes a gift back and asks for the payment; a transfer waits for officers to order it (30). Throws `refund-amount`, `not-enough`. */
  async owe(tx: Tx, gift: Gift, { amount, part, code, ...wish }: GiveBack): Promise<RefundId> {
    const whole = part ?? gift.back(amount);
    // The last of a gift may go twice, when a dispute is won after all; the cover of its fee goes once.
    const back = { ...whole, cover: whole.cover.min(await coverLeftOf(tx, gift)) };
    const refundId = newId<'Refund'>();
    const byCard = isByCard(gift.way);
    const n = await this.note(tx, gift, { refundId, back, state: byCard ? 'requested' : 'to-order', ...wish });
    await this.ledger.post(tx, owedBack(gift, back, { n, refundId, code }));
    const sum = back.gift.plus(back.cover);
    if (byCard)
      await this.refunds.request(tx, { id: refundId, chargeId: gift.chargeId!, amount: sum, owner: gift.owner });
    gift.giveBack(back);
    return refundId;
  }

  /** Act 36: owes a payment back whole and asks for it; false when that was done before. */
  async overpaid(tx: Tx, gift: Gift, { chargeId, why }: Overpaid): Promise<boolean> {
    const refundId = newId<'Refund'>();
    const noted = await rowsOf(
      tx,
      `insert into pledges.overpayment (charge_id, ${giftColumn(gift)}, refund_id, why, at) values ($1, $2, $3, $4, platform.now())
       on conflict do nothing returning 1`,
      [chargeId, gift.id, refundId, why],
    );
    if (noted.length === 0) return false;
    const { amount } = await this.charges.oweBack(tx, chargeId);
    const none = amount.minus(amount);
    await this.note(tx, gift, { refundId, back: { gift: amount, cover: none, lei: none }, state: 'requested', why });
    await this.refunds.request(tx, { id: refundId, chargeId, amount, owner: gift.owner });
    return true;
  }

  /** The card company or the bank has sent it; or it came back, or was refused, and is owed still (31). False when it is not one of these refunds. */
  async told(tx: Tx, refundId: string, state: 'paid' | 'failed'): Promise<boolean> {
    const found = await rowsOf(
      tx,
      `update pledges.gift_refund set state = $2, failed_at = case when $2 = 'failed' then platform.now() else failed_at end
        where id = $1 and state <> 'settled' returning id`,
      [refundId, state],
    );
    return found.length > 0;
  }

  /** Tries a failed refund once more to the same card; false when it waits for nothing of the kind any more. */
  async again(tx: Tx, refundId: RefundId): Promise<boolean> {
    const failed = await rowsOf(
      tx,
      `select 1 from pledges.gift_refund r where id = $1 and state = 'failed' and settled_minor = 0
          and not exists (select from pledges.open_dispute d where d.gift_id = coalesce(r.pledge_id, r.fund_gift_id))
          and not exists (select from pledges.return_order o where o.refund_id = r.id and o.state <> 'fallen') for update`,
      [refundId],
    );
    if (failed.length === 0 || !(await this.refunds.again(tx, refundId))) return false;
    await tx.query(`update pledges.gift_refund set state = 'requested', tries = tries + 1 where id = $1`, [refundId]);
    return true;
  }

  private async note(
    tx: Tx,
    gift: Gift,
    refund: { refundId: RefundId; back: Back; state: string; why: string } & Pick<
      GiveBack,
      'reason' | 'approvalId' | 'by'
    >,
  ): Promise<number> {
    const { refundId, back, state, why, reason = null, approvalId = null, by = null } = refund;
    const column = giftColumn(gift);
    const [row] = await rowsOf<{ n: number }>(
      tx,
      `insert into pledges.gift_refund (id, ${column}, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, reason, approval_id, asked_by, at)
       select $1, $2, $11, $12, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, platform.now()
         from pledges.gift_refund where ${column} = $2 returning n`,
      [
        ...[refundId, gift.id, why, ...[back.gift, back.cover, back.lei].map((sum) => sum.minor.toString())],
        ...[state, reason, approvalId, by, gift.ref, gift.currency],
      ],
    );
    return row!.n;
  }
}
