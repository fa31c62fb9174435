import { Injectable } from '@nestjs/common';
import { civilDate } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf } from '#libs/platform/src/index.js';
import type { Owner } from './charge.js';
import { ChargeSync } from './charge-sync.service.js';
import { disputed } from './payments.events.js';
import { AccountGateway } from './stripe/account.gateway.js';
import type { SeenDispute } from './stripe/seen.js';
import { TransactionsService } from './transactions.service.js';

/** Makes our payouts and disputes say what Stripe's say. */
@Injectable()
export class AccountSync {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly gateway: AccountGateway,
    private readonly charges: ChargeSync,
    private readonly transactions: TransactionsService,
  ) {}

  /** Reads a payout again. That Stripe calls it paid is no proof: it has arrived when a bank line says so. */
  async lookAtPayout(id: string): Promise<void> {
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

  /** Reads a dispute again and tells of its opening and of its end, once each. */
  async lookAtDispute(id: string): Promise<void> {
    const seen = await this.gateway.dispute(id);
    if (!(await this.take(seen))) {
      await this.charges.lookAtCharge(seen.stripeCharge);
      if (!(await this.take(seen))) return;
    }
    for (const transaction of seen.transactions) await this.transactions.book(transaction.id);
  }

  private async take(seen: SeenDispute): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [charge] = await rowsOf<{ id: string; owner: Owner }>(
        tx,
        'select id, owner from payments.charge where stripe_charge = $1 for update',
        [seen.stripeCharge],
      );
      if (!charge) return false;
      const made = await rowsOf(
        tx,
        `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, answer_by, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
        [
          seen.id, charge.id, seen.amount.minor.toString(), seen.amount.currency, seen.reason, seen.status, seen.inquiry,
          seen.answerBy, seen.at,
        ], // prettier-ignore
      );
      if (made.length > 0) await this.outbox.add(tx, disputed(seen.id, charge.id, charge.owner));
      const closed = await rowsOf(
        tx,
        `update payments.dispute set status = $2, answer_by = $3, inquiry = inquiry and $4, outcome = coalesce(outcome, $5),
           closed_at = case when coalesce(outcome, $5) is null then null else coalesce(closed_at, platform.now()) end
         where id = $1 and outcome is null returning outcome`,
        [seen.id, seen.status, seen.answerBy, seen.inquiry, seen.outcome],
      );
      await this.transactions.remember(tx, seen.transactions);
      if (closed.length === 0 || seen.outcome === null) return true;
      if (seen.outcome === 'lost') await this.transactions.settleLost(tx, seen.id);
      return true;
    });
  }
}
