import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';

/** Stripe's payouts, as the bank sees them. */
@Injectable()
export class PayoutsService {
  /** Takes a payout as arrived and says what was sent; null when no such payout is on its way. */
  async arrived(tx: Tx, id: string): Promise<Money | null> {
    const [row] = await rowsOf<{ minor: string; currency: Currency }>(
      tx,
      `update payments.payout set arrived_at = platform.now() where id = $1 and arrived_at is null and state <> 'failed'
       returning amount_minor as minor, currency`,
      [id],
    );
    return row ? Money.ofMinor(BigInt(row.minor), row.currency) : null;
  }

  /** What was taken for its arrival was something else: it is on its way again. */
  async notArrived(tx: Tx, id: string): Promise<void> {
    await tx.query('update payments.payout set arrived_at = null where id = $1', [id]);
  }
}
