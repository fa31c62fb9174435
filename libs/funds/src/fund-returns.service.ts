import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type Charge, ChargesService, type RefundId, RefundsService } from '#libs/payments/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { FundBack, FundGift } from './fund-gift.entity.js';
import { keepGift } from './fund.lock.js';
import { fundOwedBack } from './fund.postings.js';
import { fundRefundEvent } from './funds.events.js';

/** Why a payment may not count: a second one, one after its seven days, or one after the plan had ended. */
export type Overpaid = 'second' | 'late' | 'ended';

/** Two have signed that so much of a gift goes back. */
export interface GiveFundBack {
  /** In the donor's currency. */
  readonly amount: Money;
  readonly reason: string;
  readonly approvalId: ApprovalId;
  readonly by: PersonId;
}

/** How money leaves a town's fund again, back to its donor. */
@Injectable()
export class FundReturns {
  constructor(
    private readonly ledger: LedgerService,
    private readonly charges: ChargesService,
    private readonly refunds: RefundsService,
    private readonly outbox: Outbox,
  ) {}

  /** Act 28: owes a gift back and asks for the payment. The gift is locked. Throws `refund-amount`, `not-enough`. */
  async giveBack(tx: Tx, gift: FundGift, wish: GiveFundBack): Promise<RefundId> {
    const back = gift.back(wish.amount);
    const refundId = newId<'Refund'>();
    const n = await this.note(tx, gift, refundId, { back, why: 'asked', wish });
    await this.ledger.post(tx, fundOwedBack(gift, back, { n, refundId }));
    const amount = back.gift.plus(back.cover);
    await this.refunds.request(tx, { id: refundId, chargeId: gift.chargeId!, amount, owner: gift.owner });
    await keepGift(tx, gift.giveBack(back));
    return refundId;
  }

  /** Act 36: owes a payment back whole and asks for it; false when that was done before. The gift is locked. */
  async overpaid(tx: Tx, gift: FundGift, { charge, why }: { charge: Charge; why: Overpaid }): Promise<boolean> {
    const refundId = newId<'Refund'>();
    const noted = await rowsOf(
      tx,
      `insert into funds.overpayment (charge_id, gift_id, refund_id, amount_minor, why, at) values ($1, $2, $3, $4, $5, platform.now())
       on conflict do nothing returning 1`,
      [charge.id, gift.id, refundId, charge.amount.minor.toString(), why],
    );
    if (noted.length === 0) return false;
    const { amount } = await this.charges.oweBack(tx, charge.id);
    const none = amount.minus(amount);
    await this.note(tx, gift, refundId, { back: { gift: amount, cover: none, lei: none }, why });
    await this.refunds.request(tx, { id: refundId, chargeId: charge.id, amount, owner: gift.owner });
    return true;
  }

  /** The card company has sent it, or it came back and is owed still: the donor is told. */
  async told(tx: Tx, refundId: string, state: 'paid' | 'failed'): Promise<void> {
    const [row] = await rowsOf<{ giftId: string }>(
      tx,
      `update funds.refund set state = $2, failed_at = case when $2 = 'failed' then platform.now() else failed_at end
        where id = $1 returning gift_id as "giftId"`,
      [refundId, state],
    );
    if (row)
      await this.outbox.add(tx, fundRefundEvent(state === 'paid' ? 'refunded' : 'refund-failed', row.giftId, refundId));
  }

  /** Tries a failed refund once more to the same card; false when it waits for nothing of the kind any more. */
  async again(tx: Tx, refundId: RefundId): Promise<boolean> {
    const failed = await rowsOf(tx, `select 1 from funds.refund where id = $1 and state = 'failed' for update`, [
      refundId,
    ]);
    if (failed.length === 0 || !(await this.refunds.again(tx, refundId))) return false;
    await tx.query(`update funds.refund set state = 'requested', tries = tries + 1 where id = $1`, [refundId]);
    return true;
  }

  private async note(
    tx: Tx,
    gift: FundGift,
    refundId: RefundId,
    { back, why, wish }: { back: FundBack; why: Overpaid | 'asked'; wish?: GiveFundBack },
  ): Promise<number> {
    const [row] = await rowsOf<{ n: number }>(
      tx,
      `insert into funds.refund (id, gift_id, n, why, amount_minor, cover_minor, lei_minor, reason, approval_id, asked_by, at)
       select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9, platform.now() from funds.refund where gift_id = $2 returning n`,
      [
        ...[refundId, gift.id, why, back.gift.minor.toString(), back.cover.minor.toString(), back.lei.minor.toString()],
        ...[wish?.reason ?? null, wish?.approvalId ?? null, wish?.by ?? null],
      ],
    );
    return row!.n;
  }
}
