import { Injectable } from '@nestjs/common';
import { balanceOf, disputeOf, eventOf, payoutOf, transactionOf, warningOf } from './reading.js';
import type { SeenBalance, SeenDispute, SeenEvent, SeenPayout, SeenTransaction, SeenWarning } from './seen.js';
import { StripeClient } from './stripe.client.js';

const PAGE = 100;

/** What happened on our account at Stripe, whether we were told or not. */
@Injectable()
export class AccountGateway {
  constructor(private readonly stripe: StripeClient) {}

  async balance(): Promise<SeenBalance[]> {
    return balanceOf(await this.stripe.api.balance.retrieve());
  }

  async dispute(id: string): Promise<SeenDispute> {
    return disputeOf(await this.stripe.api.disputes.retrieve(id));
  }

  async warning(id: string): Promise<SeenWarning> {
    return warningOf(await this.stripe.api.radar.earlyFraudWarnings.retrieve(id));
  }

  async payout(id: string): Promise<SeenPayout> {
    return payoutOf(
      await this.stripe.api.payouts.retrieve(id, { expand: ['balance_transaction', 'failure_balance_transaction'] }),
    );
  }

  /** Every event since a moment (Stripe keeps 30 days), the newest first. */
  async *events(since: Date): AsyncGenerator<SeenEvent> {
    for await (const event of this.stripe.api.events.list({ created: { gte: seconds(since) }, limit: PAGE })) {
      const seen = eventOf(event);
      if (seen) yield seen;
    }
  }

  /** Every movement of the balance since a moment, the newest first. */
  async *transactions(since: Date): AsyncGenerator<SeenTransaction> {
    const params = { created: { gte: seconds(since) }, limit: PAGE };
    for await (const transaction of this.stripe.api.balanceTransactions.list(params)) yield transactionOf(transaction);
  }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
