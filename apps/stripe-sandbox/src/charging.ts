import { book } from './balance-transactions.js';
import { AUTHENTICATION_FAILED, AUTHENTICATION_REQUIRED, cardByNumber, type Decline, type TestCard } from './cards.js';
import {
  type Charge,
  makeCardDetails,
  makeCharge,
  type PaymentMethodDetails,
  type ThreeDSecure,
} from './charges.object.js';
import { openDispute } from './dispute-life.js';
import { emit } from './events.js';
import { newId, randomText } from './ids.js';
import { type LastError, type PaymentIntent } from './payment-intents.object.js';
import { type PaymentMethod } from './payment-methods.object.js';
import { attachTo } from './wallet.js';
import { type World } from './world.js';

/** How an attempt ended: money taken (or held, or on its way), the holder must authorise, or no. */
export type Outcome = { kind: 'paid' | 'held' | 'processing' | 'asks' } | { kind: 'declined'; error: LastError };
/** Who is there: nobody, somebody on a page, or somebody who has just authorised (or refused to). */
export type Presence = 'off-session' | 'on-session' | 'authorised' | 'refused';

/** Tries to take the intent's amount from a payment method; keeps intent and charge, tells by events. */
export function attempt(world: World, intent: PaymentIntent, method: PaymentMethod, presence: Presence): Outcome {
  intent.payment_method = method.id;
  intent.next_action = null;
  if (method.type === 'sepa_debit') return startDebit(world, intent, method);
  const secret = world.vault.get(method.id);
  const card = cardByNumber(secret.number);
  if (!card) throw new Error(`No test card behind ${method.id}`);
  const asks = card.asks === 'always' || (card.asks === 'unless-set-up' && !secret.setUp);
  if (presence === 'refused') return refuseAuthentication(world, intent, method);
  if (asks && presence === 'off-session') return fail(world, intent, { method, why: AUTHENTICATION_REQUIRED });
  if (asks && presence === 'on-session') {
    intent.status = 'requires_action';
    return { kind: 'asks' };
  }
  if (card.decline) return fail(world, intent, { method, why: card.decline });
  world.vault.save({ ...secret, used: true, setUp: secret.setUp || intent.setup_future_usage === 'off_session' });
  return succeed(world, intent, { method, card, authenticated: asks });
}

function succeed(
  world: World,
  intent: PaymentIntent,
  by: { method: PaymentMethod; card: TestCard; authenticated: boolean },
): Outcome {
  const { method, card } = by;
  if (intent.setup_future_usage && intent.customer && method.customer === null)
    attachTo(world, method, intent.customer);
  const hold = intent.capture_method === 'manual';
  const charge = chargeFor(world, intent, method, by.authenticated ? authenticated('authenticated') : null);
  Object.assign(charge, {
    status: 'succeeded',
    paid: true,
    captured: !hold,
    amount_captured: hold ? 0 : intent.amount,
  });
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  if (hold) {
    Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount });
    keep(world, intent, charge);
    emit(world, 'charge.succeeded', charge);
    emit(world, 'payment_intent.amount_capturable_updated', intent);
    return { kind: 'held' };
  }
  Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
  keep(world, intent, charge);
  emit(world, 'charge.succeeded', charge);
  emit(world, 'payment_intent.succeeded', intent);
  afterwards(world, charge, card.disputed === true);
  return { kind: 'paid' };
}

/** Gives a paid charge its balance transaction; that is told a moment after the payment, and only then does a disputed card take it back. */
export function afterwards(world: World, charge: Charge, disputed = false): void {
  const settle = () => {
    const type = charge.payment_method_details?.type === 'sepa_debit' ? 'payment' : 'charge';
    const made = book(world, {
      type,
      category: 'charge',
      source: charge.id,
      amount: charge.amount_captured,
      currency: charge.currency,
      fee: 'payment',
      description: charge.description,
    });
    charge.balance_transaction = made.id;
    world.charges.save(charge);
  };
  const tell = () => {
    if (world.charges.find(charge.id) !== charge) return;
    if (charge.balance_transaction === null) settle();
    emit(world, 'charge.updated', charge, { balance_transaction: null });
    if (disputed) openDispute(world, charge, {});
  };
  const delay = world.settings.balanceTransactionDelayMs;
  if (delay > 0) setTimeout(tell, delay).unref();
  else {
    settle();
    setImmediate(tell);
  }
}

function fail(world: World, intent: PaymentIntent, { method, why }: { method: PaymentMethod; why: Decline }): Outcome {
  const charge = chargeFor(world, intent, method, null);
  charge.status = 'failed';
  charge.failure_code = why.code;
  charge.failure_message = why.message;
  charge.outcome = {
    ...(charge.outcome as NonNullable<Charge['outcome']>),
    advice_code: why.advice_code,
    network_status: 'declined_by_network',
    network_decline_code: '05',
    reason: why.decline_code,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
  const { code, decline_code, message, advice_code } = why;
  const error: LastError = {
    type: 'card_error',
    code,
    decline_code,
    message,
    advice_code,
    charge: charge.id,
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    payment_method: structuredClone(method),
  };
  Object.assign(intent, {
    status: 'requires_payment_method',
    last_payment_error: error,
    latest_charge: charge.id,
    payment_method: null,
  });
  keep(world, intent, charge);
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', intent);
  return { kind: 'declined', error };
}

function refuseAuthentication(world: World, intent: PaymentIntent, method: PaymentMethod): Outcome {
  const error: LastError = {
    type: 'invalid_request_error',
    ...AUTHENTICATION_FAILED,
    payment_method: structuredClone(method),
  };
  Object.assign(intent, { status: 'requires_payment_method', last_payment_error: error, payment_method: null });
  world.paymentIntents.save(intent);
  emit(world, 'payment_intent.payment_failed', intent);
  return { kind: 'declined', error };
}

function startDebit(world: World, intent: PaymentIntent, method: PaymentMethod): Outcome {
  const charge = chargeFor(world, intent, method, null);
  Object.assign(intent, { status: 'processing', latest_charge: charge.id, last_payment_error: null });
  keep(world, intent, charge);
  emit(world, 'charge.pending', charge);
  emit(world, 'payment_intent.processing', intent);
  return { kind: 'processing' };
}

function chargeFor(world: World, intent: PaymentIntent, method: PaymentMethod, three: ThreeDSecure | null): Charge {
  return makeCharge({
    amount: intent.amount,
    currency: intent.currency,
    created: world.clock.now(),
    billing_details: structuredClone(method.billing_details),
    customer: intent.customer,
    description: intent.description,
    metadata: { ...intent.metadata },
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(method, intent.amount, three),
    receipt_email: intent.receipt_email,
    statement_descriptor: intent.statement_descriptor,
    transfer_group: intent.transfer_group,
  });
}

function detailsOf(method: PaymentMethod, amount: number, three: ThreeDSecure | null): PaymentMethodDetails {
  if (!method.card) {
    const { country, fingerprint, last4 } = method.sepa_debit ?? { country: null, fingerprint: null, last4: null };
    return {
      type: 'sepa_debit',
      sepa_debit: {
        bank_code: null,
        branch_code: null,
        country: country ?? '',
        fingerprint: fingerprint ?? '',
        last4: last4 ?? '',
        mandate: null,
      },
    };
  }
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4 } = method.card;
  return {
    type: 'card',
    card: makeCardDetails({
      amount_authorized: amount,
      authorization_code: randomText(6).toUpperCase(),
      brand,
      country,
      exp_month,
      exp_year,
      fingerprint,
      funding,
      last4,
      network: brand,
      network_transaction_id: randomText(15),
      overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
      three_d_secure: three,
    }),
  };
}

const authenticated = (result: 'authenticated' | 'failed'): ThreeDSecure => ({
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result,
  result_reason: null,
  transaction_id: newId('tds'),
  version: '2.2.0',
});

function keep(world: World, intent: PaymentIntent, charge: Charge): void {
  charge.receipt_url = charge.paid ? `${world.publicUrl}/receipts/${charge.id}` : null;
  world.charges.save(charge);
  world.paymentIntents.save(intent);
}
