import { Injectable } from '@nestjs/common';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ChargeSync } from './charge-sync.service.js';
import { type Checkout, CHECKOUT_COLUMNS, checkoutOf, type CheckoutRow } from './checkout.js';
import { cardSaved, cardUnneeded, checkoutExpired } from './payments.events.js';
import { ChargeGateway } from './stripe/charge.gateway.js';
import type { SeenCard, SeenSession } from './stripe/seen.js';
import { SessionGateway } from './stripe/session.gateway.js';

/** Makes our checkouts say what Stripe's sessions say. */
@Injectable()
export class CheckoutSync {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly sessions: SessionGateway,
    private readonly cards: ChargeGateway,
    private readonly charges: ChargeSync,
  ) {}

  /** Reads a checkout's session again and books what has become of it. */
  async look(id: string): Promise<void> {
    const [row] = await this.db.rows<{ session: string | null }>(
      'select session from payments.checkout where id = $1',
      [id],
    );
    if (row?.session) await this.apply(await this.sessions.read(row.session));
  }

  /** Closes the page of a checkout that is not wanted; if somebody was faster, his payment is booked. */
  async close(id: string): Promise<void> {
    const [row] = await this.db.rows<{ session: string | null }>(
      'select session from payments.checkout where id = $1',
      [id],
    );
    if (row?.session) await this.apply(await this.sessions.expire(row.session));
  }

  /** Forgets a saved card at Stripe. */
  async detach(id: string): Promise<void> {
    const [row] = await this.db.rows<{ card: string }>(
      'select payment_method as card from payments.checkout where id = $1 and payment_method is not null and released_at is null',
      [id],
    );
    if (!row) return;
    await this.cards.detach(row.card, `checkout:${id}:detach`);
    await this.db.rows(
      'update payments.checkout set released_at = platform.now() where id = $1 and released_at is null',
      [id],
    );
  }

  private async apply(seen: SeenSession): Promise<void> {
    await this.db.transaction(async (tx) => {
      // The charge's row is locked before the checkout's, here as in every other path.
      if (seen.intent) await this.charges.apply(tx, seen.intent);
      const [row] = await rowsOf<CheckoutRow>(
        tx,
        `update payments.checkout set looked_at = platform.now() where id = $1 and session = $2 returning ${CHECKOUT_COLUMNS}`,
        [seen.checkoutId, seen.id],
      );
      if (!row) return;
      const checkout = checkoutOf(row);
      if (seen.card) await this.saved(tx, checkout, seen.card);
      if (seen.status === 'expired') await this.expired(tx, checkout);
    });
  }

  private async saved(tx: Tx, checkout: Checkout, card: SeenCard): Promise<void> {
    const saved = await rowsOf(
      tx,
      `update payments.checkout set state = 'saved', setup_intent = $2, customer = $3, payment_method = $4, card_until = $5,
         saved_at = coalesce((select min(created_at) from payments.stripe_event where object = 'checkout:' || $1::text
           and type in ('checkout.session.completed', 'setup_intent.succeeded')), platform.now())
       where id = $1::uuid and mode = 'save-card' and state <> 'saved' returning id`,
      [checkout.id, card.setupIntent, card.customer, card.paymentMethod, card.until],
    );
    if (saved.length === 0) return;
    await this.outbox.add(tx, cardSaved(checkout.id, checkout.owner));
    if (checkout.releaseWantedAt) await this.outbox.add(tx, cardUnneeded(checkout.id));
  }

  private async expired(tx: Tx, { id, owner }: Checkout): Promise<void> {
    const ended = await rowsOf(
      tx,
      `update payments.checkout set state = 'expired' where id = $1 and state in ('wanted', 'open') returning id`,
      [id],
    );
    if (ended.length > 0) await this.outbox.add(tx, checkoutExpired(id, owner));
  }
}
