import type Stripe from 'stripe';
import { currencyOf, isId, Money } from '#libs/kernel/src/index.js';
import { fromStripe } from './amounts.js';
import type {
  SeenBalance,
  SeenCharge,
  SeenDispute,
  SeenEvent,
  SeenIntent,
  SeenPayout,
  SeenRefund,
  SeenSession,
  SeenTransaction,
  SeenWarning,
} from './seen.js';

type Reference = string | { readonly id: string } | null | undefined;

/** Stripe's balance transaction in our terms. */
export function transactionOf(seen: Stripe.BalanceTransaction): SeenTransaction {
  const currency = currencyOf(seen.currency);
  const minor = (amount: number) => fromStripe(amount, seen.currency).minor;
  return {
    id: seen.id,
    type: seen.type,
    category: seen.reporting_category,
    source: idOf(seen.source),
    amount: minor(seen.amount),
    fee: minor(seen.fee),
    net: minor(seen.net),
    currency,
    at: timeOf(seen.created),
  };
}

/** Stripe's balance in our terms, a row for each currency that it names. */
export function balanceOf({ available, pending }: Stripe.Balance): SeenBalance[] {
  const names = [...new Set([...available, ...pending].map(({ currency }) => currency))].sort();
  const sum = (parts: Stripe.Balance['available'], name: string): Money =>
    parts
      .filter(({ currency }) => currency === name)
      .reduce((total, { amount }) => total.plus(fromStripe(amount, name)), Money.zero(currencyOf(name)));
  return names.map((name) => ({ available: sum(available, name), pending: sum(pending, name) }));
}

/** A payment in our terms; read it with `latest_charge.balance_transaction` expanded. */
export function intentOf(seen: Stripe.PaymentIntent): SeenIntent {
  const error = seen.last_payment_error;
  const failure = error ? (error.decline_code ?? error.code ?? 'card_declined') : null;
  const status = statusOf(seen.status, failure);
  return {
    id: seen.id,
    status,
    amount: fromStripe(seen.status === 'succeeded' ? seen.amount_received : seen.amount, seen.currency),
    failure: status === 'failed' || status === 'needs-action' ? (failure ?? seen.status) : null,
    charge: status === 'succeeded' ? chargeOf(seen.latest_charge) : null,
    checkoutId: ourId(seen.metadata, 'checkout'),
    chargeId: ourId(seen.metadata, 'charge'),
    customer: idOf(seen.customer),
  };
}

function statusOf(status: Stripe.PaymentIntent['status'], failure: string | null): SeenIntent['status'] {
  if (status === 'succeeded') return 'succeeded';
  if (status === 'processing') return 'processing';
  if (status === 'canceled') return 'failed';
  if (status === 'requires_action' || failure === 'authentication_required') return 'needs-action';
  return failure ? 'failed' : 'open';
}

function chargeOf(charge: Stripe.PaymentIntent['latest_charge']): SeenCharge | null {
  if (!charge || typeof charge === 'string') return null;
  return { id: charge.id, at: timeOf(charge.created), transaction: expanded(charge.balance_transaction) };
}

/** A checkout in our terms; read it with `payment_intent.latest_charge.balance_transaction` and `setup_intent.payment_method` expanded. */
export function sessionOf(seen: Stripe.Checkout.Session): SeenSession {
  const { setup_intent: setup, payment_intent: intent } = seen;
  return {
    id: seen.id,
    status: seen.status === 'complete' ? 'complete' : seen.status === 'expired' ? 'expired' : 'open',
    url: seen.url,
    checkoutId: ourId(seen.metadata, 'checkout'),
    intent: intent && typeof intent !== 'string' ? intentOf(intent) : null,
    card: setup && typeof setup !== 'string' ? cardOf(setup, idOf(seen.customer)) : null,
  };
}

function cardOf(setup: Stripe.SetupIntent, customer: string | null): SeenSession['card'] {
  const paymentMethod = idOf(setup.payment_method);
  const whose = idOf(setup.customer) ?? customer;
  if (setup.status !== 'succeeded' || !paymentMethod || !whose) return null;
  return { setupIntent: setup.id, customer: whose, paymentMethod, until: untilOf(setup.payment_method) };
}

/** The last month of a card, "2026-11"; null of what is no card. */
function untilOf(method: Stripe.SetupIntent['payment_method']): string | null {
  const card = typeof method === 'string' ? null : method?.card;
  return card ? `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}` : null;
}

/** A refund in our terms; read it with both balance transactions expanded. */
export function refundOf(seen: Stripe.Refund): SeenRefund {
  const failed = seen.status === 'failed' || seen.status === 'canceled';
  return {
    id: seen.id,
    refundId: ourId(seen.metadata, 'refund'),
    status: failed ? 'failed' : seen.status === 'succeeded' ? 'succeeded' : 'pending',
    failure: failed ? (seen.failure_reason ?? seen.status) : null,
    amount: fromStripe(seen.amount, seen.currency),
    transactions: present(expanded(seen.balance_transaction), expanded(seen.failure_balance_transaction)),
  };
}

/** A dispute in our terms. */
export function disputeOf(seen: Stripe.Dispute): SeenDispute {
  const due = seen.evidence_details.due_by;
  const transactions = seen.balance_transactions.map(transactionOf);
  return {
    id: seen.id,
    stripeCharge: idOf(seen.charge)!,
    amount: fromStripe(seen.amount, seen.currency),
    reason: seen.reason,
    status: seen.status,
    inquiry: seen.status.startsWith('warning_'),
    outcome: outcomeOf(seen.status, transactions),
    answerBy: due ? timeOf(due) : null,
    at: timeOf(seen.created),
    transactions,
  };
}

/** What was lost stays lost while it is appealed. What a bank was kept from disputing may have been given back to its customer at once. */
function outcomeOf(status: string, transactions: readonly SeenTransaction[]): SeenDispute['outcome'] {
  if (status === 'won' || status === 'warning_closed') return 'won';
  if (status === 'lost' || status.startsWith('appeal_')) return 'lost';
  if (status !== 'prevented') return null;
  return transactions.reduce((sum, { amount }) => sum + amount, 0n) < 0n ? 'lost' : 'won';
}

/** A warning in our terms. */
export function warningOf(seen: Stripe.Radar.EarlyFraudWarning): SeenWarning {
  return {
    id: seen.id,
    stripeCharge: idOf(seen.charge)!,
    fraudType: seen.fraud_type,
    actionable: seen.actionable,
    at: timeOf(seen.created),
  };
}

/** A payout in our terms; read it with both balance transactions expanded. */
export function payoutOf(seen: Stripe.Payout): SeenPayout {
  const failed = seen.status === 'failed' || seen.status === 'canceled';
  return {
    id: seen.id,
    amount: fromStripe(seen.amount, seen.currency),
    state: failed ? 'failed' : seen.status === 'paid' ? 'paid' : 'in-transit',
    failure: failed ? (seen.failure_code ?? seen.status) : null,
    arrivesOn: timeOf(seen.arrival_date),
    at: timeOf(seen.created),
    transactions: present(expanded(seen.balance_transaction), expanded(seen.failure_balance_transaction)),
  };
}

/** An event in our terms; null when it is no event of an object that has an id. */
export function eventOf(seen: unknown): SeenEvent | null {
  const { id, object, type, created, livemode, data } = (seen ?? {}) as Partial<Stripe.EventBase>;
  const about = data?.object as Record<string, unknown> | undefined;
  if (object !== 'event' || typeof id !== 'string' || !/^evt_\w{1,60}$/.test(id)) return null;
  if (typeof type !== 'string' || typeof created !== 'number' || typeof about?.id !== 'string') return null;
  const metadata = about.metadata as Stripe.Metadata | null | undefined;
  const intent = about.object === 'payment_intent' ? about.id : idOf(about.payment_intent as Reference);
  return {
    id,
    type,
    at: timeOf(created),
    live: livemode === true,
    object: about.id,
    intent,
    checkoutId: ourId(metadata, 'checkout'),
    chargeId: ourId(metadata, 'charge'),
  };
}

function ourId(metadata: Stripe.Metadata | null | undefined, name: string): string | null {
  const id = metadata?.[name];
  return isId(id) ? id : null;
}

function expanded(reference: string | Stripe.BalanceTransaction | null | undefined): SeenTransaction | null {
  return reference && typeof reference !== 'string' ? transactionOf(reference) : null;
}

function present<T>(...things: (T | null)[]): T[] {
  return things.filter((thing): thing is NonNullable<typeof thing> => thing !== null);
}

/** The id of a reference that may be expanded. */
export function idOf(reference: Reference): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

function timeOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
