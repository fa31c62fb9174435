import { Injectable } from '@nestjs/common';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { Money, type Currency } from '#libs/kernel/src/index.js';
import type { Owner } from './charge.js';
import { refunded, refundFailed } from './payments.events.js';
import { ChargeGateway } from './stripe/charge.gateway.js';
import type { SeenRefund } from './stripe/seen.js';
import { TransactionsService } from './transactions.service.js';

const KEY_LIVES_MS = 23 * 3_600_000;

interface Wanted {
  readonly minor: string;
  readonly currency: Currency;
  readonly attemptedAt: Date;
  readonly intent: string;
}

/** Makes our refunds say what Stripe's say, and asks for what is wanted. */
@Injectable()
export class RefundSync {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly gateway: ChargeGateway,
    private readonly transactions: TransactionsService,
  ) {}

  /** Asks Stripe for a refund, once however often it is called (see ChargeSync.attempt). */
  async attempt(id: string): Promise<void> {
    const wanted = await this.db.transaction((tx) => this.begin(tx, id));
    if (!wanted) return;
    const { minor, currency, intent, attemptedAt } = wanted;
    const late = (await this.clock.now()).getTime() - attemptedAt.getTime() > KEY_LIVES_MS;
    const amount = Money.ofMinor(BigInt(minor), currency);
    const seen = late
      ? ((await this.gateway.findRefund(id, intent)) ?? 'lost')
      : await this.gateway.refund({ refundId: id, intent, amount, key: `refund:${id}` });
    if (typeof seen !== 'string') return this.adopt(seen);
    await this.db.transaction((tx) => this.failed(tx, id, seen));
  }

  /** Reads one of Stripe's refunds again; nothing happens when it is not ours. */
  async look(stripeRefund: string): Promise<void> {
    await this.adopt(await this.gateway.readRefund(stripeRefund));
  }

  /** What was seen of a refund becomes ours, in whatever order it is told. */
  private async adopt(seen: SeenRefund): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [row] = await rowsOf<{
        id: string;
        asked: string;
        owner: Owner;
        state: string;
        known: boolean;
        minor: string;
      }>(
        tx,
        `select id, coalesce(again_of, id) as asked, owner, state, stripe_refund is not null as known, amount_minor as minor from payments.refund
          where id = $1 or stripe_refund = $2 for update`,
        [seen.refundId, seen.id],
      );
      if (!row) return;
      if (seen.amount.minor !== BigInt(row.minor))
        throw new Error(`refund ${row.id}: another sum was paid back than asked`);
      await tx.query(
        `update payments.refund set stripe_refund = $2, looked_at = platform.now(),
           state = case when state = 'wanted' then 'pending' else state end where id = $1`,
        [row.id, seen.id],
      );
      await this.transactions.remember(tx, seen.transactions);
      if (seen.status === 'failed') return this.failed(tx, row.id, seen.failure!);
      // What Stripe calls failed stays failed; what only seemed to us to be lost may still have been done.
      const settled = row.state === 'succeeded' || (row.state === 'failed' && row.known);
      if (seen.status === 'pending' || settled) return;
      await tx.query(
        `update payments.refund set state = 'succeeded', failure = null, done_at = platform.now() where id = $1`,
        [row.id],
      );
      await this.outbox.add(tx, refunded(row.asked, row.owner));
    });
  }

  private async failed(tx: Tx, id: string, failure: string): Promise<void> {
    const [row] = await rowsOf<{ asked: string; owner: Owner }>(
      tx,
      `update payments.refund set state = 'failed', failure = $2, done_at = platform.now()
       where id = $1 and state <> 'failed' returning coalesce(again_of, id) as asked, owner`,
      [id, failure],
    );
    if (row) await this.outbox.add(tx, refundFailed(row.asked, row.owner));
  }

  private async begin(tx: Tx, id: string): Promise<Wanted | undefined> {
    const [row] = await rowsOf<Wanted>(
      tx,
      `update payments.refund r set attempted_at = coalesce(r.attempted_at, platform.now()), looked_at = platform.now()
         from payments.charge c where r.id = $1 and r.state = 'wanted' and c.id = r.charge_id
       returning r.amount_minor as minor, r.currency, r.attempted_at as "attemptedAt", c.payment_intent as intent`,
      [id],
    );
    return row;
  }
}
