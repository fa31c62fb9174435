import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { Money } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import { toStripe } from './amounts.js';
import { sessionOf } from './reading.js';
import type { SeenSession } from './seen.js';
import { StripeClient, unavailable } from './stripe.client.js';

/** A hosted checkout as we want it. The same order under the same key is the same session. */
export interface SessionOrder {
  readonly checkoutId: string;
  readonly mode: 'pay' | 'save-card';
  readonly gift: Money;
  readonly cover: Money;
  /** What the second line is called, in the donor's language. */
  readonly coverName: string;
  readonly description: string;
  readonly email: string | null;
  readonly lang: Lang;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly expiresAt: Date;
}

const EXPAND = ['payment_intent.latest_charge.balance_transaction', 'setup_intent.payment_method'];

/** Hosted checkouts at Stripe. */
@Injectable()
export class SessionGateway {
  constructor(private readonly stripe: StripeClient) {}

  /** Opens a session under this idempotency key. Throws `payments-unavailable`. */
  async open(order: SessionOrder, key: string): Promise<SeenSession> {
    try {
      return sessionOf(await this.stripe.api.checkout.sessions.create(paramsOf(order), { idempotencyKey: key }));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async read(session: string): Promise<SeenSession> {
    return sessionOf(await this.stripe.api.checkout.sessions.retrieve(session, { expand: EXPAND }));
  }

  /** Closes a session that nobody has completed; one that is complete or expired is only read. */
  async expire(session: string): Promise<SeenSession> {
    const now = await this.read(session);
    if (now.status !== 'open') return now;
    await this.stripe.api.checkout.sessions.expire(session, {}, { idempotencyKey: `expire:${session}` });
    return this.read(session);
  }
}

function paramsOf(order: SessionOrder): Stripe.Checkout.SessionCreateParams {
  const metadata = { checkout: order.checkoutId };
  const common: Stripe.Checkout.SessionCreateParams = {
    client_reference_id: order.checkoutId,
    metadata,
    locale: order.lang,
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    expires_at: Math.floor(order.expiresAt.getTime() / 1000),
    ...(order.email && { customer_email: order.email }),
  };
  if (order.mode === 'save-card') {
    return {
      ...common,
      mode: 'setup',
      // Only a card can be charged months later without the person; it needs a customer to hang on.
      allowed_payment_method_types: ['card'],
      customer_creation: 'always',
      setup_intent_data: { description: order.description, metadata },
    };
  }
  return {
    ...common,
    mode: 'payment',
    submit_type: 'donate',
    adaptive_pricing: { enabled: false },
    line_items: [lineOf(order.description, order.gift), lineOf(order.coverName, order.cover)].flat(),
    payment_intent_data: { description: order.description, metadata },
  };
}

function lineOf(name: string, money: Money): Stripe.Checkout.SessionCreateParams.LineItem[] {
  if (money.isZero()) return [];
  const { amount, currency } = toStripe(money);
  return [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name } } }];
}
