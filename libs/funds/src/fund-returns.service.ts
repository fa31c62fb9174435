import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel/src/index.js';
import { type Charge, ChargesService, RefundsService } from '#libs/payments/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { FundGift } from './fund-gift.entity.js';

/** Why a payment may not count: a second one, one after its seven days, or one after the plan had ended. */
export type Overpaid = 'second' | 'late' | 'ended';

/** How money leaves a town's fund again, back to its donor. */
@Injectable()
export class FundReturns {
  constructor(
    private readonly charges: ChargesService,
    private readonly refunds: RefundsService,
  ) {}

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
    await this.refunds.request(tx, { id: refundId, chargeId: charge.id, amount, owner: gift.owner });
    return true;
  }
}
