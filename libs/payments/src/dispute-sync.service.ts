import { Injectable } from '@nestjs/common';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { ChargeId, Owner } from './charge.js';
import { ChargeSync } from './charge-sync.service.js';
import { disputeNews, warned } from './payments.events.js';
import { AccountGateway } from './stripe/account.gateway.js';
import type { SeenDispute, SeenWarning } from './stripe/seen.js';
import { TransactionsService } from './transactions.service.js';

/** How long before its end an unanswered dispute is called out. */
const DUE_DAYS = 2;

interface OwnedCharge {
  readonly id: ChargeId;
  readonly owner: Owner;
}

/** Makes our disputes, inquiries and warnings say what Stripe's say, and tells of each step once, whatever the order. */
@Injectable()
export class DisputeSync {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly gateway: AccountGateway,
    private readonly charges: ChargeSync,
    private readonly transactions: TransactionsService,
  ) {}

  /** Reads a dispute again; nothing happens when its charge is not ours. */
  async look(id: string): Promise<void> {
    const seen = await this.gateway.dispute(id);
    const taken = await this.ofCharge(seen.stripeCharge, (tx, charge) => this.take(tx, seen, charge));
    if (taken) for (const transaction of seen.transactions) await this.transactions.book(transaction.id);
  }

  /** Reads a bank's warning again. */
  async lookAtWarning(id: string): Promise<void> {
    const seen = await this.gateway.warning(id);
    await this.ofCharge(seen.stripeCharge, (tx, charge) => this.takeWarning(tx, seen, charge));
  }

  /** Tells of every dispute that is to be answered within two days and was not, once each. */
  async tellDue(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const due = await rowsOf<{ id: string; chargeId: ChargeId; owner: Owner }>(
        tx,
        `update payments.dispute d set due_told_at = platform.now() from payments.charge c
          where c.id = d.charge_id and d.outcome is null and d.due_told_at is null and d.status like '%needs_response'
            and d.answer_by <= platform.now() + interval '${DUE_DAYS} days'
          returning d.id, d.charge_id as "chargeId", c.owner`,
      );
      await this.outbox.add(tx, ...due.map((one) => disputeNews('dispute-due', one)));
    });
  }

  /** Does the work for a charge of ours, locked; one that we have not heard of yet is read first. False when it is not ours. */
  private async ofCharge(stripeCharge: string, work: (tx: Tx, charge: OwnedCharge) => Promise<void>): Promise<boolean> {
    const once = () =>
      this.db.transaction(async (tx) => {
        const sql = 'select id, owner from payments.charge where stripe_charge = $1 for update';
        const [charge] = await rowsOf<OwnedCharge>(tx, sql, [stripeCharge]);
        if (charge) await work(tx, charge);
        return charge !== undefined;
      });
    if (await once()) return true;
    await this.charges.lookAtCharge(stripeCharge);
    return once();
  }

  private async take(tx: Tx, seen: SeenDispute, { id: chargeId, owner }: OwnedCharge): Promise<void> {
    const [was] = await rowsOf<{ inquiry: boolean; outcome: string | null }>(
      tx,
      'select inquiry, outcome from payments.dispute where id = $1',
      [seen.id],
    );
    await tx.query(
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, answer_by, opened_at, outcome,
         looked_at, closed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, platform.now(), case when $10::text is not null then platform.now() end)
       on conflict (id) do update set status = excluded.status, answer_by = excluded.answer_by, looked_at = excluded.looked_at,
         amount_minor = case when dispute.inquiry then excluded.amount_minor else dispute.amount_minor end,
         inquiry = dispute.inquiry and excluded.inquiry, outcome = coalesce(excluded.outcome, dispute.outcome),
         closed_at = case when excluded.outcome is distinct from dispute.outcome then coalesce(excluded.closed_at, dispute.closed_at)
           else dispute.closed_at end
         where dispute.outcome is distinct from 'won'`,
      [
        seen.id, chargeId, seen.amount.minor.toString(), seen.amount.currency, seen.reason, seen.status, seen.inquiry,
        seen.answerBy, seen.at, seen.outcome,
      ], // prettier-ignore
    );
    const told = { id: seen.id, chargeId, owner };
    if (seen.inquiry && !was) await this.outbox.add(tx, disputeNews('inquired', told));
    if (!seen.inquiry && (was?.inquiry ?? true)) await this.outbox.add(tx, disputeNews('disputed', told));
    // Lost may still become won, by an appeal or because the donor takes his word back; won is the end.
    if (seen.outcome && seen.outcome !== was?.outcome && was?.outcome !== 'won')
      await this.outbox.add(tx, disputeNews('dispute-ended', told));
    await this.transactions.remember(tx, seen.transactions);
    if (seen.outcome === 'lost') await this.transactions.settleLost(tx, seen.id);
  }

  private async takeWarning(tx: Tx, seen: SeenWarning, { id: chargeId, owner }: OwnedCharge): Promise<void> {
    const [made] = await rowsOf<{ fresh: boolean }>(
      tx,
      `insert into payments.warning (id, charge_id, fraud_type, actionable, warned_at) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set actionable = warning.actionable and excluded.actionable returning xmax = 0 as fresh`,
      [seen.id, chargeId, seen.fraudType, seen.actionable, seen.at],
    );
    if (made!.fresh) await this.outbox.add(tx, warned(seen.id, chargeId, owner));
  }
}
