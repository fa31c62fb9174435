import { Injectable } from '@nestjs/common';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { LooksService } from './looks.service.js';
import { checkoutExpired, refundWanted } from './payments.events.js';

import type { Owner } from './charge.js';
import { AccountGateway } from './stripe/account.gateway.js';
import { TransactionsService } from './transactions.service.js';
import { WebhookService } from './webhook.service.js';

/** What a reconciliation found that nobody had told. */
export interface Reconciled {
  readonly events: number;
  readonly transactions: number;
  /** Objects that were asked to be read again because they have been under way for long. */
  readonly looks: number;
  /** Movements of the balance that could not be booked yet. */
  readonly waiting: number;
}

const MINUTE = 60_000;
/** What Stripe lists may be a little behind; an event that is listed twice is known the second time. */
const OVERLAP_MS = 10 * MINUTE;
/** Stripe keeps events for 30 days. */
const FIRST_MS = 29 * 24 * 60 * MINUTE;
const BATCH = 200;

/** Things under way for longer than usual, which an untold event may have left behind. */
const STALE = `
  select 'checkout:' || id as object from payments.checkout
    where state = 'open' and expires_at < platform.now() and coalesce(looked_at, '-infinity') < platform.now() - interval '10 minutes'
  union all select 'charge:' || id from payments.charge
    where state in ('processing', 'wanted') and greatest(wanted_at, looked_at) < platform.now() - interval '15 minutes'
  union all select 'charge:' || c.id from payments.charge c
    where state = 'succeeded' and greatest(authorised_at, looked_at) < platform.now() - interval '15 minutes'
      and not exists (select from payments.stripe_transaction t where t.source = c.stripe_charge)
  union all select 'refund:' || stripe_refund from payments.refund
    where state = 'pending' and greatest(wanted_at, looked_at) < platform.now() - interval '15 minutes'
  union all select case when type = 'payout' then 'payout:' else 'stripe-charge:' end || source from payments.stripe_transaction
    where problem = 'unknown-source' and type in ('payout', 'charge', 'payment')
  limit ${BATCH}`;

/** Finds what was never told and repairs it; running it again changes nothing. */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly gateway: AccountGateway,
    private readonly webhooks: WebhookService,
    private readonly transactions: TransactionsService,
    private readonly looks: LooksService,
  ) {}

  /** Compares with Stripe: events, movements of the balance, and everything that has been under way for long. */
  async reconcile(): Promise<Reconciled> {
    const events = await this.since('events', async (since) => {
      let fresh = 0;
      for await (const event of this.gateway.events(since)) {
        if (await this.db.transaction((tx) => this.webhooks.note(tx, event, 'poll'))) fresh += 1;
      }
      return fresh;
    });
    const transactions = await this.since('transactions', async (since) => {
      let fresh = 0;
      for await (const seen of this.gateway.transactions(since)) {
        fresh += await this.db.transaction((tx) => this.transactions.remember(tx, [seen]));
      }
      return fresh;
    });
    const looks = await this.db.transaction((tx) => this.lookAtStale(tx));
    return { events, transactions, looks, waiting: await this.transactions.bookWaiting() };
  }

  /** Ends checkouts that were wanted and never opened in time. */
  async expireUnopened(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const ended = await rowsOf<{ id: string; owner: Owner }>(
        tx,
        `update payments.checkout set state = 'expired' where id in (select id from payments.checkout
           where state = 'wanted' and asked_at is null and expires_at < platform.now() limit ${BATCH} for update skip locked)
         returning id, owner`,
      );
      for (const { id, owner } of ended) await this.outbox.add(tx, checkoutExpired(id, owner));
    });
  }

  private async since(name: string, work: (since: Date) => Promise<number>): Promise<number> {
    const now = await this.clock.now();
    const [cursor] = await this.db.rows<{ at: Date }>('select at from payments.cursor where name = $1', [name]);
    const fresh = await work(new Date(cursor ? cursor.at.getTime() - OVERLAP_MS : now.getTime() - FIRST_MS));
    await this.db.rows(
      `insert into payments.cursor (name, at) values ($1, $2)
       on conflict (name) do update set at = greatest(cursor.at, excluded.at) returning name`,
      [name, now],
    );
    return fresh;
  }

  private async lookAtStale(tx: Tx): Promise<number> {
    const stale = await rowsOf<{ object: string }>(tx, STALE);
    for (const { object } of stale) await this.looks.want(tx, object);
    const again = await rowsOf<{ id: string }>(
      tx,
      `select id from payments.refund where state = 'wanted' and greatest(wanted_at, looked_at) < platform.now() - interval '15 minutes'
       limit ${BATCH}`,
    );
    for (const { id } of again) await this.outbox.add(tx, refundWanted(id));
    return stale.length + again.length;
  }
}
