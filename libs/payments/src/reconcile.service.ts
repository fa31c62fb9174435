import { Injectable } from '@nestjs/common';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { LooksService } from './looks.service.js';
import { cardUnneeded, checkoutExpired, lookWanted, refundWanted } from './payments.events.js';

import type { Owner } from './charge.js';
import { SaidBalance } from './said-balance.service.js';
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
  union all select 'dispute:' || id from payments.dispute
    where outcome is null and coalesce(looked_at, opened_at) < platform.now() - interval '6 hours'
  union all select 'dispute:' || d.id from payments.dispute d join payments.stripe_transaction t on t.source = d.id
    where d.outcome = 'lost' and t.category = 'dispute_reversal' and coalesce(d.looked_at, d.opened_at) < t.seen_at
  union all select case when type = 'payout' then 'payout:' when type = 'adjustment' then 'dispute:' else 'stripe-charge:' end || source
    from payments.stripe_transaction
    where problem = 'unknown-source' and type in ('payout', 'charge', 'payment', 'adjustment')
  limit ${BATCH}`;

const KEPT_CARDS = `
  select id from payments.checkout where state = 'saved' and released_at is null
    and release_wanted_at < platform.now() - interval '15 minutes' limit ${BATCH}`;
const LOST_LOOKS = `
  update payments.look set at = platform.now() where at < platform.now() - interval '15 minutes' returning object`;

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
    private readonly said: SaidBalance,
  ) {}

  /** Compares with Stripe: events, movements of the balance and what lies on it, and everything that has been under way for long. */
  async reconcile(): Promise<Reconciled> {
    const events = await this.since(
      'events',
      (since) => this.gateway.events(since),
      async (tx, events) => (await this.webhooks.note(tx, events, 'poll')).size,
    );
    const transactions = await this.said.around(() =>
      this.since(
        'transactions',
        (since) => this.gateway.transactions(since),
        (tx, seen) => this.transactions.remember(tx, seen),
      ),
    );
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
      await this.outbox.add(tx, ...ended.map(({ id, owner }) => checkoutExpired(id, owner)));
    });
  }

  // The cursor is Stripe's own time: nothing is passed over when the two clocks differ.
  private async since<Seen extends { readonly at: Date }>(
    name: string,
    list: (since: Date) => AsyncIterable<Seen>,
    keep: (tx: Tx, seen: readonly Seen[]) => Promise<number>,
  ): Promise<number> {
    const sql = 'select at from payments.cursor where name = $1';
    const [cursor] = await this.db.rows<{ at: Date }>(sql, [name]);
    const from = cursor ? cursor.at.getTime() - OVERLAP_MS : (await this.clock.now()).getTime() - FIRST_MS;
    let [fresh, newest] = [0, 0];
    const keepAll = async (page: readonly Seen[]) => {
      if (page.length > 0) fresh += await this.db.transaction((tx) => keep(tx, page));
      newest = Math.max(newest, ...page.map(({ at }) => at.getTime()));
    };
    const page: Seen[] = [];
    for await (const seen of list(new Date(from))) {
      page.push(seen);
      if (page.length === BATCH) await keepAll(page.splice(0));
    }
    await keepAll(page);
    if (newest > 0)
      await this.db.rows(
        `insert into payments.cursor (name, at) values ($1, $2)
         on conflict (name) do update set at = greatest(cursor.at, excluded.at) returning name`,
        [name, new Date(newest)],
      );
    return fresh;
  }

  private async lookAtStale(tx: Tx): Promise<number> {
    const stale = await rowsOf<{ object: string }>(tx, STALE);
    await this.looks.want(tx, ...stale.map(({ object }) => object));
    const again = await rowsOf<{ id: string }>(
      tx,
      `select id from payments.refund where state = 'wanted' and greatest(wanted_at, looked_at) < platform.now() - interval '15 minutes'
       limit ${BATCH}`,
    );
    const kept = await rowsOf<{ id: string }>(tx, KEPT_CARDS);
    // A wish whose job was lost would keep others from being told.
    const lost = await rowsOf<{ object: string }>(tx, LOST_LOOKS);
    await this.outbox.add(
      tx,
      ...again.map(({ id }) => refundWanted(id)),
      ...kept.map(({ id }) => cardUnneeded(id)),
      ...lost.map(({ object }) => lookWanted(object)),
    );
    return stale.length + again.length + kept.length + lost.length;
  }
}
