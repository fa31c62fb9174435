import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type Bench, bench } from './bench-spec.js';
import { type Charge } from './charges.object.js';
import { type LineItem, type Session } from './checkout-sessions.object.js';
import {
  type BalanceTransaction,
  type Customer,
  type Dispute,
  type EarlyFraudWarning,
  type Payout,
  type Refund,
  type WebhookEndpoint,
} from './objects.js';
import { type PaymentIntent } from './payment-intents.object.js';
import { type PaymentMethod } from './payment-methods.object.js';
import { ENDPOINTS } from './resources.js';
import { SdkTypes } from './sdk-types-spec.js';
import { type SetupIntent } from './setup-intents.object.js';
import { type Heard, listening, visitAll } from './visit-all-spec.js';

/** Compiles only while ours can stand for Stripe's, in states too that the calls below do not come by. */
type Fits<Ours extends Theirs, Theirs> = Ours;
/** A price's decimal comes as text and is read by the SDK. */
type Line = Omit<LineItem, 'price'>;
export type Checked = [
  Fits<PaymentIntent, Stripe.PaymentIntent>,
  Fits<SetupIntent, Stripe.SetupIntent>,
  Fits<Charge, Stripe.Charge>,
  Fits<Refund, Stripe.Refund>,
  // The SDK has a type of its own for a deleted one.
  Fits<Omit<Customer, 'deleted'>, Omit<Stripe.Customer, 'deleted'>>,
  Fits<PaymentMethod, Stripe.PaymentMethod>,
  Fits<Session, Stripe.Checkout.Session>,
  Fits<Line, Omit<Stripe.LineItem, 'price'>>,
  Fits<BalanceTransaction, Stripe.BalanceTransaction>,
  Fits<Dispute, Stripe.Dispute>,
  Fits<Payout, Stripe.Payout>,
  Fits<WebhookEndpoint, Stripe.WebhookEndpoint>,
  Fits<EarlyFraudWarning, Stripe.Radar.EarlyFraudWarning>,
];

/** What the SDK says that each route answers and takes. A route that is served and not named here fails this spec. */
export interface Routes {
  'GET /v1/balance': Stripe.Balance;
  'GET /v1/balance_transactions': Stripe.ApiList<Stripe.BalanceTransaction>;
  'GET /v1/balance_transactions/:id': Stripe.BalanceTransaction;
  'GET /v1/charges': Stripe.ApiList<Stripe.Charge>;
  'GET /v1/charges/:id': Stripe.Charge;
  'POST /v1/charges/:id': Stripe.Charge;
  'GET /v1/checkout/sessions': Stripe.ApiList<Stripe.Checkout.Session>;
  'POST /v1/checkout/sessions': Stripe.Checkout.Session;
  'GET /v1/checkout/sessions/:id': Stripe.Checkout.Session;
  'POST /v1/checkout/sessions/:id': Stripe.Checkout.Session;
  'POST /v1/checkout/sessions/:id/expire': Stripe.Checkout.Session;
  'GET /v1/checkout/sessions/:id/line_items': Stripe.ApiList<Stripe.LineItem>;
  'GET /v1/customers': Stripe.ApiList<Stripe.Customer>;
  'POST /v1/customers': Stripe.Customer;
  'GET /v1/customers/:id': Stripe.Customer | Stripe.DeletedCustomer;
  'POST /v1/customers/:id': Stripe.Customer;
  'DELETE /v1/customers/:id': Stripe.DeletedCustomer;
  'GET /v1/customers/:id/payment_methods': Stripe.ApiList<Stripe.PaymentMethod>;
  'GET /v1/disputes': Stripe.ApiList<Stripe.Dispute>;
  'GET /v1/disputes/:id': Stripe.Dispute;
  'POST /v1/disputes/:id': Stripe.Dispute;
  'POST /v1/disputes/:id/close': Stripe.Dispute;
  'GET /v1/events': Stripe.ApiList<Stripe.Event>;
  'GET /v1/events/:id': Stripe.Event;
  'GET /v1/payment_intents': Stripe.ApiList<Stripe.PaymentIntent>;
  'POST /v1/payment_intents': Stripe.PaymentIntent;
  'GET /v1/payment_intents/:id': Stripe.PaymentIntent;
  'POST /v1/payment_intents/:id': Stripe.PaymentIntent;
  'POST /v1/payment_intents/:id/cancel': Stripe.PaymentIntent;
  'POST /v1/payment_intents/:id/capture': Stripe.PaymentIntent;
  'POST /v1/payment_intents/:id/confirm': Stripe.PaymentIntent;
  'GET /v1/payment_methods': Stripe.ApiList<Stripe.PaymentMethod>;
  'POST /v1/payment_methods': Stripe.PaymentMethod;
  'GET /v1/payment_methods/:id': Stripe.PaymentMethod;
  'POST /v1/payment_methods/:id': Stripe.PaymentMethod;
  'POST /v1/payment_methods/:id/attach': Stripe.PaymentMethod;
  'POST /v1/payment_methods/:id/detach': Stripe.PaymentMethod;
  'GET /v1/payouts': Stripe.ApiList<Stripe.Payout>;
  'POST /v1/payouts': Stripe.Payout;
  'GET /v1/payouts/:id': Stripe.Payout;
  'POST /v1/payouts/:id': Stripe.Payout;
  'POST /v1/payouts/:id/cancel': Stripe.Payout;
  'GET /v1/radar/early_fraud_warnings': Stripe.ApiList<Stripe.Radar.EarlyFraudWarning>;
  'GET /v1/radar/early_fraud_warnings/:id': Stripe.Radar.EarlyFraudWarning;
  'GET /v1/refunds': Stripe.ApiList<Stripe.Refund>;
  'POST /v1/refunds': Stripe.Refund;
  'GET /v1/refunds/:id': Stripe.Refund;
  'POST /v1/refunds/:id': Stripe.Refund;
  'POST /v1/refunds/:id/cancel': Stripe.Refund;
  'GET /v1/setup_intents': Stripe.ApiList<Stripe.SetupIntent>;
  'POST /v1/setup_intents': Stripe.SetupIntent;
  'GET /v1/setup_intents/:id': Stripe.SetupIntent;
  'POST /v1/setup_intents/:id': Stripe.SetupIntent;
  'POST /v1/setup_intents/:id/cancel': Stripe.SetupIntent;
  'POST /v1/setup_intents/:id/confirm': Stripe.SetupIntent;
  'GET /v1/webhook_endpoints': Stripe.ApiList<Stripe.WebhookEndpoint>;
  'POST /v1/webhook_endpoints': Stripe.WebhookEndpoint;
  'GET /v1/webhook_endpoints/:id': Stripe.WebhookEndpoint;
  'POST /v1/webhook_endpoints/:id': Stripe.WebhookEndpoint;
  'DELETE /v1/webhook_endpoints/:id': Stripe.DeletedWebhookEndpoint;
  'GET /v1/balance takes': Stripe.BalanceRetrieveParams;
  'GET /v1/balance_transactions takes': Stripe.BalanceTransactionListParams;
  'GET /v1/balance_transactions/:id takes': Stripe.BalanceTransactionRetrieveParams;
  'GET /v1/charges takes': Stripe.ChargeListParams;
  'GET /v1/charges/:id takes': Stripe.ChargeRetrieveParams;
  'POST /v1/charges/:id takes': Stripe.ChargeUpdateParams;
  'GET /v1/checkout/sessions takes': Stripe.Checkout.SessionListParams;
  'POST /v1/checkout/sessions takes': Stripe.Checkout.SessionCreateParams;
  'GET /v1/checkout/sessions/:id takes': Stripe.Checkout.SessionRetrieveParams;
  'POST /v1/checkout/sessions/:id takes': Stripe.Checkout.SessionUpdateParams;
  'POST /v1/checkout/sessions/:id/expire takes': Stripe.Checkout.SessionExpireParams;
  'GET /v1/checkout/sessions/:id/line_items takes': Stripe.Checkout.SessionListLineItemsParams;
  'GET /v1/customers takes': Stripe.CustomerListParams;
  'POST /v1/customers takes': Stripe.CustomerCreateParams;
  'GET /v1/customers/:id takes': Stripe.CustomerRetrieveParams;
  'POST /v1/customers/:id takes': Stripe.CustomerUpdateParams;
  'DELETE /v1/customers/:id takes': Stripe.CustomerDeleteParams;
  'GET /v1/customers/:id/payment_methods takes': Stripe.CustomerListPaymentMethodsParams;
  'GET /v1/disputes takes': Stripe.DisputeListParams;
  'GET /v1/disputes/:id takes': Stripe.DisputeRetrieveParams;
  'POST /v1/disputes/:id takes': Stripe.DisputeUpdateParams;
  'POST /v1/disputes/:id/close takes': Stripe.DisputeCloseParams;
  'GET /v1/events takes': Stripe.EventListParams;
  'GET /v1/events/:id takes': Stripe.EventRetrieveParams;
  'GET /v1/payment_intents takes': Stripe.PaymentIntentListParams;
  'POST /v1/payment_intents takes': Stripe.PaymentIntentCreateParams;
  'GET /v1/payment_intents/:id takes': Stripe.PaymentIntentRetrieveParams;
  'POST /v1/payment_intents/:id takes': Stripe.PaymentIntentUpdateParams;
  'POST /v1/payment_intents/:id/cancel takes': Stripe.PaymentIntentCancelParams;
  'POST /v1/payment_intents/:id/capture takes': Stripe.PaymentIntentCaptureParams;
  'POST /v1/payment_intents/:id/confirm takes': Stripe.PaymentIntentConfirmParams;
  'GET /v1/payment_methods takes': Stripe.PaymentMethodListParams;
  'POST /v1/payment_methods takes': Stripe.PaymentMethodCreateParams;
  'GET /v1/payment_methods/:id takes': Stripe.PaymentMethodRetrieveParams;
  'POST /v1/payment_methods/:id takes': Stripe.PaymentMethodUpdateParams;
  'POST /v1/payment_methods/:id/attach takes': Stripe.PaymentMethodAttachParams;
  'POST /v1/payment_methods/:id/detach takes': Stripe.PaymentMethodDetachParams;
  'GET /v1/payouts takes': Stripe.PayoutListParams;
  'POST /v1/payouts takes': Stripe.PayoutCreateParams;
  'GET /v1/payouts/:id takes': Stripe.PayoutRetrieveParams;
  'POST /v1/payouts/:id takes': Stripe.PayoutUpdateParams;
  'POST /v1/payouts/:id/cancel takes': Stripe.PayoutCancelParams;
  'GET /v1/radar/early_fraud_warnings takes': Stripe.Radar.EarlyFraudWarningListParams;
  'GET /v1/radar/early_fraud_warnings/:id takes': Stripe.Radar.EarlyFraudWarningRetrieveParams;
  'GET /v1/refunds takes': Stripe.RefundListParams;
  'POST /v1/refunds takes': Stripe.RefundCreateParams;
  'GET /v1/refunds/:id takes': Stripe.RefundRetrieveParams;
  'POST /v1/refunds/:id takes': Stripe.RefundUpdateParams;
  'POST /v1/refunds/:id/cancel takes': Stripe.RefundCancelParams;
  'GET /v1/setup_intents takes': Stripe.SetupIntentListParams;
  'POST /v1/setup_intents takes': Stripe.SetupIntentCreateParams;
  'GET /v1/setup_intents/:id takes': Stripe.SetupIntentRetrieveParams;
  'POST /v1/setup_intents/:id takes': Stripe.SetupIntentUpdateParams;
  'POST /v1/setup_intents/:id/cancel takes': Stripe.SetupIntentCancelParams;
  'POST /v1/setup_intents/:id/confirm takes': Stripe.SetupIntentConfirmParams;
  'GET /v1/webhook_endpoints takes': Stripe.WebhookEndpointListParams;
  'POST /v1/webhook_endpoints takes': Stripe.WebhookEndpointCreateParams;
  'GET /v1/webhook_endpoints/:id takes': Stripe.WebhookEndpointRetrieveParams;
  'POST /v1/webhook_endpoints/:id takes': Stripe.WebhookEndpointUpdateParams;
  'DELETE /v1/webhook_endpoints/:id takes': Stripe.WebhookEndpointDeleteParams;
  refused: Stripe.StripeRawError;
}

describe('what is shown', () => {
  let b: Bench;
  let heard: Heard[];
  let types: SdkTypes;
  beforeAll(async () => {
    types = new SdkTypes(import.meta.url, 'Routes');
    b = await bench({ settings: { rateLimit: 0, payoutEverySeconds: 0 } });
    const ear = listening(b);
    heard = ear.heard;
    await visitAll(ear.stripe, b);
  });
  afterAll(() => b.close());

  it('is served by routes that this spec knows and comes by', () => {
    const served = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    const named = types
      .keys()
      .filter((key) => key.startsWith('GET') || key.startsWith('POST') || key.startsWith('DELETE'));
    expect(named.sort()).toEqual([...served, ...served.map((route) => `${route} takes`)].sort());
    const visited = new Set(heard.filter(({ status }) => status === 200).map(({ route }) => route));
    expect(served.filter((route) => !visited.has(route))).toEqual(NEVER);
  });

  it('is as the types of the SDK say: every field they promise, none that they do not know, only words they know', () => {
    const wrong = heard.flatMap(({ route, status, body }) =>
      status === 200
        ? types.differences(route, body).map((one) => `${route} ${one}`)
        : types.differences('refused', (body as { error: unknown }).error).map((one) => `${route} ${status} ${one}`),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('would be found out: a field too few, one too many, a word that the SDK does not know', () => {
    const { body } = heard.find(({ route, status }) => route === 'GET /v1/disputes/:id' && status === 200)!;
    const spoilt = { ...(body as object), reason: undefined, status: 'thinking', mood: 'bad', amount: '12' };
    expect(types.differences('GET /v1/disputes/:id', spoilt).sort()).toEqual([
      '.amount: "12" is not number',
      '.mood: is invented',
      '.reason: is lacking',
      expect.stringMatching(/^\.status: "thinking" is none of /),
    ]);
  });

  it('includes every kind of event that can happen, each told in its own type', () => {
    const told = new Set(
      heard.filter(({ route }) => route === 'GET /v1/events/:id').map(({ body }) => (body as Stripe.Event).type),
    );
    expect([...told].sort()).toEqual(EVENTS);
  });
});

describe('what is accepted', () => {
  const types = new SdkTypes(import.meta.url, 'Routes');

  it.each(ENDPOINTS.map((one) => [`${one.method} ${one.path}`, one] as const))(
    'by %s is known to the SDK to its last field and word, and what it needs is needed here',
    (route, { fields }) => {
      const strange = types.strange(`${route} takes`, fields);
      expect(strange.filter((one) => one !== 'expand: is not known')).toEqual([]);
    },
  );

  it('does not include what Stripe has taken away', () => {
    for (const { path: at, fields } of ENDPOINTS)
      expect([at, Object.hasOwn(fields, 'payment_method_types')]).toEqual([at, false]);
  });
});

/** A refund to a card is never in a state in which it could be taken back. */
const NEVER = ['POST /v1/refunds/:id/cancel'];
const EVENTS = [
  'balance.available',
  'charge.captured',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.updated',
  'charge.failed',
  'charge.pending',
  'charge.refund.updated',
  'charge.refunded',
  'charge.succeeded',
  'charge.updated',
  'checkout.session.async_payment_failed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.completed',
  'checkout.session.expired',
  'customer.created',
  'customer.deleted',
  'customer.updated',
  'payment_intent.amount_capturable_updated',
  'payment_intent.canceled',
  'payment_intent.created',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payout.canceled',
  'payout.created',
  'payout.failed',
  'payout.paid',
  'payout.reconciliation_completed',
  'payout.updated',
  'radar.early_fraud_warning.created',
  'radar.early_fraud_warning.updated',
  'refund.created',
  'refund.failed',
  'refund.updated',
  'setup_intent.canceled',
  'setup_intent.created',
  'setup_intent.requires_action',
  'setup_intent.setup_failed',
  'setup_intent.succeeded',
];
