import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel/src/index.js';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CHARGE_COLUMNS, type ChargeRow, type ChargeState, chargeOf, further } from './charge.js';
import { chargeFailed, paid } from './payments.events.js';
import { ChargeGateway } from './stripe/charge.gateway.js';
import type { SeenIntent } from './stripe/seen.js';
import { TransactionsService } from './transactions.service.js';

/** Stripe forgets an idempotency key after 24 hours; an hour before, we stop to post and only look. */
const KEY_LIVES_MS = 23 * 3_600_000;

/** Makes our charges say what Stripe's payments say, and tries what is wanted. */
@Injectable()
export class ChargeSync {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly gateway: ChargeGateway,
    private readonly transactions: TransactionsService,
  ) {}

  /**
   * Charges the saved card, once however often it is called: the attempt is noted first, the key makes Stripe answer
   * a repeat like the first time, and after a day the payment is looked up instead. Throws when nobody knows: call again.
   */
  async attempt(id: string): Promise<void> {
    const order = await this.db.transaction((tx) => this.begin(tx, id));
    if (!order) return;
    const { customer, paymentMethod, description, charge, late } = order;
    if (late) {
      const earlier = await this.gateway.find(id, customer);
      return earlier ? this.adopt(earlier) : this.refused(id, 'lost');
    }
    const { key, amount } = { key: charge.key, amount: chargeOf(charge).amount };
    const attempt = await this.gateway.charge({ chargeId: id, key, amount, customer, paymentMethod, description });
    return 'intent' in attempt ? this.adopt(attempt.intent) : this.refused(id, attempt.refused);
  }

  /** Reads a charge's payment again; a charge that has none yet is tried. */
  async look(id: string): Promise<void> {
    const [row] = await this.db.rows<{ intent: string | null }>(
      'select payment_intent as intent from payments.charge where id = $1',
      [id],
    );
    if (row?.intent) await this.lookAt(row.intent);
    else if (row) await this.attempt(id);
  }

  /** Reads one of Stripe's payments again; nothing happens when it is not ours. */
  async lookAt(intent: string): Promise<void> {
    await this.adopt(await this.gateway.read(intent));
  }

  /** Reads the payment of one of Stripe's charges. */
  async lookAtCharge(stripeCharge: string): Promise<void> {
    const seen = await this.gateway.intentOfCharge(stripeCharge);
    if (seen) await this.adopt(seen);
  }

  /** Takes over what was seen of a payment; effects happen once per payment, in whatever order it is told. */
  async apply(tx: Tx, seen: SeenIntent): Promise<void> {
    const row = await this.rowOf(tx, seen);
    if (!row || seen.status === 'open') return;
    if (row.paymentIntent && row.paymentIntent !== seen.id) throw new Error(`charge ${row.id} has two payments`);
    const state = further(row.state, seen.status);
    if (state === 'succeeded' && !seen.charge) {
      if (row.state !== 'succeeded') throw new Error(`payment ${seen.id} came without its charge`);
      return;
    }
    if (state !== row.state) await this.move(tx, row, seen, state);
    if (seen.charge?.transaction) await this.transactions.remember(tx, [seen.charge.transaction]);
  }

  private async begin(tx: Tx, id: string): Promise<Order | null> {
    const [charge] = await rowsOf<ChargeRow>(
      tx,
      `update payments.charge set attempted_at = coalesce(attempted_at, platform.now()), looked_at = platform.now()
       where id = $1 and state = 'wanted' returning ${CHARGE_COLUMNS}`,
      [id],
    );
    if (!charge) return null;
    const [card] = await rowsOf<Pick<Order, 'customer' | 'paymentMethod' | 'description'>>(
      tx,
      `select customer, payment_method as "paymentMethod", description from payments.checkout where id = $1`,
      [charge.checkoutId],
    );
    const age = (await this.clock.now(tx)).getTime() - charge.attemptedAt!.getTime();
    return { ...card!, charge, late: age > KEY_LIVES_MS };
  }

  private async adopt(seen: SeenIntent): Promise<void> {
    await this.db.transaction((tx) => this.apply(tx, seen));
  }

  private async refused(id: string, failure: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [row] = await rowsOf<ChargeRow>(
        tx,
        `update payments.charge set state = 'failed', failure = $2 where id = $1 and state = 'wanted' returning ${CHARGE_COLUMNS}`,
        [id, failure],
      );
      if (row) await this.outbox.add(tx, chargeFailed(row.id, row.owner));
    });
  }

  private async rowOf(tx: Tx, seen: SeenIntent): Promise<ChargeRow | undefined> {
    const begun = seen.status === 'succeeded' || seen.status === 'processing';
    if (!seen.chargeId && seen.checkoutId && begun) {
      // A payment on a hosted page becomes a charge of ours when it is first seen to be under way.
      await tx.query(
        `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at, payment_intent)
         select $1::uuid, owner, id, 'checkout:' || id || ':' || $3::text, $4::bigint, cover_minor, currency, 'wanted', platform.now(), $3::text
           from payments.checkout where id = $2::uuid and mode = 'pay' and currency = $5::text and cover_minor < $4::bigint on conflict do nothing`,
        [newId(), seen.checkoutId, seen.id, seen.amount.minor.toString(), seen.amount.currency],
      );
    }
    const rows = await rowsOf<ChargeRow>(
      tx,
      `select ${CHARGE_COLUMNS} from payments.charge where id = $1 or payment_intent = $2 for update`,
      [seen.chargeId, seen.id],
    );
    return rows[0];
  }

  private async move(tx: Tx, row: ChargeRow, seen: SeenIntent, state: ChargeState): Promise<void> {
    await tx.query(
      `update payments.charge set state = $2, failure = $3, payment_intent = $4, stripe_charge = $5, authorised_at = $6,
         looked_at = platform.now() where id = $1`,
      [row.id, state, seen.failure, seen.id, seen.charge?.id ?? null, seen.charge?.at ?? null],
    );
    if (state === 'succeeded') {
      mustBeSame(row, seen);
      await tx.query(`update payments.checkout set state = 'paid' where id = $1 and mode = 'pay'`, [row.checkoutId]);
      await this.outbox.add(tx, paid(row.id, row.owner));
    }
    const failedBefore = row.state === 'failed' || row.state === 'needs-action';
    if (seen.failure && !failedBefore) await this.outbox.add(tx, chargeFailed(row.id, row.owner));
  }
}

interface Order {
  readonly charge: ChargeRow;
  readonly customer: string;
  readonly paymentMethod: string;
  readonly description: string;
  readonly late: boolean;
}

function mustBeSame(row: ChargeRow, seen: SeenIntent): void {
  if (!chargeOf(row).amount.equals(seen.amount))
    throw new Error(
      `charge ${row.id}: ${seen.amount.toString()} ${seen.amount.currency} was paid, another sum was asked`,
    );
}
