import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { CallId } from './call.js';
import { type SponsorReturn, UNSPENT, type Unspent, unspentOf, type UnspentRow } from './sponsor-return.js';

type Row = Omit<SponsorReturn, 'lei' | 'amount'> & {
  readonly lei: string;
  readonly minor: string;
  readonly currency: Currency;
};

/** Reads what goes back to sponsors. */
@Injectable()
export class SponsorReturnsQueries {
  constructor(private readonly db: Database) {}

  /** What may go back of a closed call next; null for nothing, or while gifts may still draw from it. */
  async next(callId: CallId): Promise<Unspent | null> {
    const [row] = await this.db.rows<UnspentRow>(UNSPENT, [callId]);
    return row ? unspentOf(row) : null;
  }

  /** What has gone back of a call, with the orders that came to nothing, the newest first. Public. */
  async of(callId: CallId): Promise<SponsorReturn[]> {
    const rows = await this.db.publicRows<Row>(
      `select r.order_id as "orderId", r.lei_minor::text as lei, r.amount_minor::text as minor, r.currency, r.at, o.state,
              o.arrived_at as "arrivedAt", r.fallen_at as "fallenAt"
         from matching.sponsor_return r join banking.payment_order o on o.id = r.order_id where r.call_id = $1 order by r.at desc, r.order_id`,
      [callId],
    );
    return rows.map(({ lei, minor, currency, ...row }) => ({
      ...row,
      lei: Money.lei(BigInt(lei)),
      amount: Money.ofMinor(BigInt(minor), currency),
    }));
  }
}
