import { Injectable } from '@nestjs/common';
import type { Money } from '#libs/kernel/src/index.js';
import { toStripe } from './amounts.js';
import { idOf, intentOf, refundOf } from './reading.js';
import type { SeenIntent, SeenRefund } from './seen.js';
import { declinedIntentOf, finalFailureOf, isMissing, isOtherUnderKey, StripeClient } from './stripe.client.js';

/** A charge of a saved card, without the person. */
export interface ChargeOrder {
  readonly chargeId: string;
  /** The idempotency key, derived from the business act. */
  readonly key: string;
  readonly amount: Money;
  readonly customer: string;
  readonly paymentMethod: string;
  readonly description: string;
}

/** What came of an attempt: a payment as it stands, or a refusal without one. */
export type Attempt = { readonly intent: SeenIntent } | { readonly refused: string };

const EXPAND = ['latest_charge.balance_transaction'];
const REFUND_EXPAND = ['balance_transaction', 'failure_balance_transaction'];

/** Charges of saved cards and refunds at Stripe. */
@Injectable()
export class ChargeGateway {
  constructor(private readonly stripe: StripeClient) {}

  /**
   * Charges a saved card under the order's key. What was done under it before with another sum is answered as it stands: there
   * is no second charge. Throws only when nobody knows what came of it: then ask again.
   */
  async charge(order: ChargeOrder): Promise<Attempt> {
    try {
      const made = await this.stripe.api.paymentIntents.create(
        {
          ...toStripe(order.amount),
          customer: order.customer,
          payment_method: order.paymentMethod,
          off_session: true,
          confirm: true,
          description: order.description,
          metadata: { charge: order.chargeId },
          expand: EXPAND,
        },
        { idempotencyKey: order.key },
      );
      return { intent: intentOf(made) };
    } catch (error) {
      const declined = declinedIntentOf(error);
      if (declined) return { intent: intentOf(declined) };
      const earlier = isOtherUnderKey(error) && (await this.find(order.chargeId, order.customer));
      if (earlier) return { intent: earlier };
      const refused = finalFailureOf(error);
      if (refused === null) throw error;
      return { refused };
    }
  }

  async read(intent: string): Promise<SeenIntent> {
    return intentOf(await this.stripe.api.paymentIntents.retrieve(intent, { expand: EXPAND }));
  }

  /** The payment that an earlier attempt of this charge left, found by our id on it; null when there is none. */
  async find(chargeId: string, customer: string): Promise<SeenIntent | null> {
    for await (const intent of this.stripe.api.paymentIntents.list({ customer, limit: 100 })) {
      if (intent.metadata.charge === chargeId) return this.read(intent.id);
    }
    return null;
  }

  /** The payment of one of Stripe's charges; null when it has none. */
  async intentOfCharge(stripeCharge: string): Promise<SeenIntent | null> {
    const intent = idOf((await this.stripe.api.charges.retrieve(stripeCharge)).payment_intent);
    return intent ? this.read(intent) : null;
  }

  /** Forgets a saved card; one that is forgotten already is well. */
  async detach(paymentMethod: string, key: string): Promise<void> {
    try {
      await this.stripe.api.paymentMethods.detach(paymentMethod, {}, { idempotencyKey: key });
    } catch (error) {
      if (finalFailureOf(error) === null) throw error;
      const now = await this.stripe.api.paymentMethods.retrieve(paymentMethod).catch((missing: unknown) => {
        if (isMissing(missing)) return null;
        throw missing;
      });
      if (now?.customer) throw error;
    }
  }

  /** Pays back a part of a payment under this key, once, as `charge` does; a refusal is answered with its code. */
  async refund(order: { refundId: string; intent: string; amount: Money; key: string }): Promise<SeenRefund | string> {
    const { amount } = toStripe(order.amount);
    try {
      const made = await this.stripe.api.refunds.create(
        { payment_intent: order.intent, amount, metadata: { refund: order.refundId }, expand: REFUND_EXPAND },
        { idempotencyKey: order.key },
      );
      return refundOf(made);
    } catch (error) {
      const earlier = isOtherUnderKey(error) && (await this.findRefund(order.refundId, order.intent));
      if (earlier) return earlier;
      const refused = finalFailureOf(error);
      if (refused === null) throw error;
      return refused;
    }
  }

  async readRefund(refund: string): Promise<SeenRefund> {
    return refundOf(await this.stripe.api.refunds.retrieve(refund, { expand: REFUND_EXPAND }));
  }

  /** The refund that an earlier attempt left on a payment, by our id on it; null when there is none. */
  async findRefund(refundId: string, intent: string): Promise<SeenRefund | null> {
    for await (const refund of this.stripe.api.refunds.list({ payment_intent: intent, limit: 100 })) {
      if (refund.metadata?.refund === refundId) return this.readRefund(refund.id);
    }
    return null;
  }
}
