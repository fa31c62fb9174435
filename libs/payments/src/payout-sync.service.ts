import { Injectable } from '@nestjs/common';
import { civilDate } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { AccountGateway } from './stripe/account.gateway.js';
import { TransactionsService } from './transactions.service.js';

/** Makes our payouts say what Stripe's say. */
@Injectable()
export class PayoutSync {
  constructor(
    private readonly db: Database,
    private readonly gateway: AccountGateway,
    private readonly transactions: TransactionsService,
  ) {}

  /** Reads a payout again. That Stripe calls it paid is no proof: it has arrived when a bank line says so. */
  async look(id: string): Promise<void> {
    const { amount, state, failure, arrivesOn, at, transactions } = await this.gateway.payout(id);
    await this.db.transaction(async (tx) => {
      await tx.query(
        `insert into payments.payout (id, amount_minor, currency, state, failure, arrives_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set state = excluded.state, failure = excluded.failure
           where payout.state <> 'failed' and payout.state <> excluded.state`,
        [id, amount.minor.toString(), amount.currency, state, failure, civilDate(arrivesOn), at],
      );
      await this.transactions.remember(tx, transactions);
    });
    // What waited for the payout to be known can be booked now.
    for (const { id: transaction } of transactions) await this.transactions.book(transaction);
  }
}
