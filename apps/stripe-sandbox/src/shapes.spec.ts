import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import ts from 'typescript';
import { type Bench, bench, gift, refusal } from './bench-spec.js';
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
import { type SetupIntent } from './setup-intents.object.js';

/** Compiles only while ours can stand for Stripe's. */
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

const TYPES = fileURLToPath(new URL('../../../node_modules/stripe/esm/resources', import.meta.url));
const sources = new Map<string, ts.SourceFile>();

/** The members of an interface of the SDK, found by its dotted name. */
function members(file: string, name: string): { key: string; optional: boolean; node: ts.PropertySignature }[] {
  const source =
    sources.get(file) ??
    ts.createSourceFile(file, readFileSync(path.join(TYPES, file), 'utf8'), ts.ScriptTarget.Latest, true);
  sources.set(file, source);
  const find = (statements: readonly ts.Statement[], parts: string[]): ts.InterfaceDeclaration | undefined => {
    for (const one of statements) {
      if (parts.length === 1 && ts.isInterfaceDeclaration(one) && one.name.text === parts[0]) return one;
      if (
        parts.length > 1 &&
        ts.isModuleDeclaration(one) &&
        one.name.text === parts[0] &&
        one.body &&
        ts.isModuleBlock(one.body)
      ) {
        const found = find(one.body.statements, parts.slice(1));
        if (found) return found;
      }
    }
    return undefined;
  };
  const found = find(source.statements, name.split('.'));
  if (!found) throw new Error(`No ${name} in ${file}`);
  const own = found.members.filter((member): member is ts.PropertySignature => ts.isPropertySignature(member));
  return own.map((node) => ({ key: node.name.getText(), optional: node.questionToken !== undefined, node }));
}

function expectShape(shown: object | null | undefined, file: string, name: string): void {
  const known = members(file, name);
  const keys = Object.keys(shown ?? {}).filter((key) => key !== 'lastResponse');
  expect({
    name,
    lacking: known.filter(({ key, optional }) => !optional && !keys.includes(key)).map(({ key }) => key),
  }).toEqual({ name, lacking: [] });
  expect({ name, invented: keys.filter((key) => !known.some((one) => one.key === key)) }).toEqual({
    name,
    invented: [],
  });
}

describe('what is shown', () => {
  let b: Bench;
  beforeAll(async () => {
    b = await bench();
  });
  afterAll(() => b.close());

  it('has every key that the SDK promises, and none that it does not know', async () => {
    const { stripe, control } = b;
    const made = await stripe.checkout.sessions.create({ ...gift(), customer_creation: 'always' });
    expectShape(made, 'Checkout/Sessions.d.ts', 'Session');
    await control.pay(made.id);
    const session = await stripe.checkout.sessions.retrieve(made.id, {
      expand: [
        'customer',
        'payment_intent.payment_method',
        'payment_intent.latest_charge.balance_transaction',
        'line_items',
      ],
    });
    const intent = session.payment_intent as Stripe.PaymentIntent;
    const charge = intent.latest_charge as Stripe.Charge;
    const line = session.line_items?.data[0];
    expectShape({ ...session, line_items: {} }, 'Checkout/Sessions.d.ts', 'Session');
    expectShape(session.customer_details, 'Checkout/Sessions.d.ts', 'Session.CustomerDetails');
    expectShape(session.customer as Stripe.Customer, 'Customers.d.ts', 'Customer');
    expectShape(line, 'LineItems.d.ts', 'LineItem');
    expectShape(line?.price, 'Prices.d.ts', 'Price');
    expectShape(intent, 'PaymentIntents.d.ts', 'PaymentIntent');
    expectShape(intent.payment_method as Stripe.PaymentMethod, 'PaymentMethods.d.ts', 'PaymentMethod');
    expectShape((intent.payment_method as Stripe.PaymentMethod).card, 'PaymentMethods.d.ts', 'PaymentMethod.Card');
    expectShape(charge, 'Charges.d.ts', 'Charge');
    expectShape(charge.outcome, 'Charges.d.ts', 'Charge.Outcome');
    expectShape(charge.billing_details, 'Charges.d.ts', 'Charge.BillingDetails');
    expectShape(charge.payment_method_details?.card, 'Charges.d.ts', 'Charge.PaymentMethodDetails.Card');
    expectShape(
      charge.balance_transaction as Stripe.BalanceTransaction,
      'BalanceTransactions.d.ts',
      'BalanceTransaction',
    );
    expectShape(
      (charge.balance_transaction as Stripe.BalanceTransaction).fee_details[0],
      'BalanceTransactions.d.ts',
      'BalanceTransaction.FeeDetail',
    );

    expectShape(await stripe.refunds.create({ charge: charge.id, amount: 100 }), 'Refunds.d.ts', 'Refund');
    const { id } = await control.dispute(charge.id);
    const dispute = await stripe.disputes.retrieve(id);
    expectShape(dispute, 'Disputes.d.ts', 'Dispute');
    expectShape(dispute.evidence, 'Disputes.d.ts', 'Dispute.Evidence');
    expectShape(dispute.evidence_details, 'Disputes.d.ts', 'Dispute.EvidenceDetails');
    expectShape(dispute.balance_transactions[0], 'BalanceTransactions.d.ts', 'BalanceTransaction');
    expectShape(await control.earlyFraudWarning(charge.id), 'Radar/EarlyFraudWarnings.d.ts', 'EarlyFraudWarning');
    expectShape(
      (await control.pay((await stripe.checkout.sessions.create(gift())).id)) && (await control.payOut()).data[0],
      'Payouts.d.ts',
      'Payout',
    );
    expectShape(await stripe.balance.retrieve(), 'Balance.d.ts', 'Balance');
    expectShape(await stripe.setupIntents.create(), 'SetupIntents.d.ts', 'SetupIntent');
    const endpoint = await stripe.webhookEndpoints.create({ url: 'https://plai.example/hook', enabled_events: ['*'] });
    expectShape(endpoint, 'WebhookEndpoints.d.ts', 'WebhookEndpoint');
    await stripe.webhookEndpoints.del(endpoint.id);
    expectShape((await stripe.events.list()).data[0], 'Events.d.ts', 'EventBase');
  });

  it('has the same shape when the card said no', async () => {
    const error = await refusal(
      b.stripe.paymentIntents.create({
        amount: 500,
        currency: 'eur',
        payment_method: 'pm_card_chargeDeclined',
        confirm: true,
        off_session: true,
      }),
    );
    expectShape(error.payment_intent, 'PaymentIntents.d.ts', 'PaymentIntent');
    expectShape(error.payment_intent?.last_payment_error, 'PaymentIntents.d.ts', 'PaymentIntent.LastPaymentError');
    expectShape((await b.stripe.charges.list()).data[0], 'Charges.d.ts', 'Charge');
  });
});

describe('what is accepted', () => {
  it.each([
    ['POST /v1/payment_intents', 'PaymentIntents.d.ts', 'PaymentIntentCreateParams'],
    ['POST /v1/payment_intents/:id', 'PaymentIntents.d.ts', 'PaymentIntentUpdateParams'],
    ['POST /v1/payment_intents/:id/confirm', 'PaymentIntents.d.ts', 'PaymentIntentConfirmParams'],
    ['POST /v1/payment_intents/:id/capture', 'PaymentIntents.d.ts', 'PaymentIntentCaptureParams'],
    ['POST /v1/setup_intents', 'SetupIntents.d.ts', 'SetupIntentCreateParams'],
    ['POST /v1/setup_intents/:id/confirm', 'SetupIntents.d.ts', 'SetupIntentConfirmParams'],
    ['POST /v1/checkout/sessions', 'Checkout/Sessions.d.ts', 'Checkout.SessionCreateParams'],
    ['POST /v1/customers', 'Customers.d.ts', 'CustomerCreateParams'],
    ['POST /v1/customers/:id', 'Customers.d.ts', 'CustomerUpdateParams'],
    ['POST /v1/payment_methods', 'PaymentMethods.d.ts', 'PaymentMethodCreateParams'],
    ['POST /v1/refunds', 'Refunds.d.ts', 'RefundCreateParams'],
    ['POST /v1/disputes/:id', 'Disputes.d.ts', 'DisputeUpdateParams'],
    ['POST /v1/payouts', 'Payouts.d.ts', 'PayoutCreateParams'],
    ['POST /v1/webhook_endpoints', 'WebhookEndpoints.d.ts', 'WebhookEndpointCreateParams'],
    ['POST /v1/webhook_endpoints/:id', 'WebhookEndpoints.d.ts', 'WebhookEndpointUpdateParams'],
  ])('by %s is known to the SDK, and what it needs is needed here', (route, file, name) => {
    const endpoint = ENDPOINTS.find(({ method, path: at }) => `${method} ${at}` === route);
    const known = members(file, name);
    const ours = Object.entries(endpoint?.fields ?? {});
    expect(ours.map(([key]) => key).filter((key) => !known.some((one) => one.key === key))).toEqual([]);
    const needed = known.filter(({ optional }) => !optional).map(({ key }) => key);
    expect(needed.filter((key) => !ours.some(([name, rule]) => name === key && rule.required))).toEqual([]);
  });

  it('does not include what Stripe has taken away', () => {
    for (const { path: at, fields } of ENDPOINTS)
      expect([at, Object.hasOwn(fields, 'payment_method_types')]).toEqual([at, false]);
  });
});
