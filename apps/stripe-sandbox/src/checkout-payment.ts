import { type TestCard } from './cards.js';
import { attempt, type Outcome } from './charging.js';
import { NOBODY, type Session } from './checkout-sessions.object.js';
import { makeCustomer } from './customers.js';
import { emit } from './events.js';
import { answerBank, cancelIntent } from './intent-life.js';
import { makePaymentIntent, type PaymentIntent } from './payment-intents.object.js';
import { makeSepaDebit, type PaymentMethod } from './payment-methods.object.js';
import { cancelSetup, saveCard, type Saving } from './setup-intents.js';
import { storeCard, storeMethod } from './wallet.js';
import { type World } from './world.js';

/** What somebody wrote on the hosted page. */
export interface Payer {
  email: string | null;
  name: string;
  with: { card: TestCard; expMonth: number; expYear: number } | { iban: string };
}
/** What came of it. */
export type Paid = 'paid' | 'saved' | 'processing' | 'asks' | 'declined' | 'refused';
/** The outcome, and why if it is no. */
export interface PageOutcome {
  kind: Paid;
  declineCode?: string;
}

/** Pays or saves the card as the hosted page does. The session must be open. */
export function payOnPage(world: World, session: Session, payer: Payer): PageOutcome {
  const plan = world.plans.get(session.id);
  const customer = session.customer ?? newCustomer(world, session, payer);
  const { email, name } = payer;
  session.customer_details = { ...NOBODY, email, name, tax_exempt: 'none', tax_ids: [] };
  const method = newMethod(world, payer);
  if (session.setup_intent !== null) {
    const intent = world.setupIntents.get(session.setup_intent);
    intent.customer = customer;
    return finish(world, session, customer, saveCard(world, intent, method, 'there'));
  }
  const intent =
    session.payment_intent === null
      ? newIntent(world, session, customer)
      : world.paymentIntents.get(session.payment_intent);
  intent.setup_future_usage = plan.intent.setup_future_usage ?? null;
  return finish(world, session, customer, attempt(world, intent, method, 'on-session'));
}

/** The holder answered his bank: the payment or the saving goes on, or is over. */
export function authenticateOnPage(world: World, session: Session, decision: 'authorised' | 'refused'): PageOutcome {
  if (session.setup_intent !== null) {
    const intent = world.setupIntents.get(session.setup_intent);
    const method = world.paymentMethods.get(intent.payment_method ?? '');
    return finish(world, session, intent.customer, saveCard(world, intent, method, decision));
  }
  const intent = world.paymentIntents.get(session.payment_intent ?? '');
  return finish(world, session, intent.customer, answerBank(world, intent, decision));
}

/** Whether the session waits for its payer's word to his bank. */
export function awaitsBank(world: World, session: Session): boolean {
  const intent =
    session.setup_intent === null
      ? world.paymentIntents.find(session.payment_intent ?? '')
      : world.setupIntents.find(session.setup_intent);
  return session.status === 'open' && intent?.status === 'requires_action';
}

/** Closes an open session; its intents are given up. */
export function expireSession(world: World, session: Session): Session {
  Object.assign(session, { status: 'expired', url: null });
  world.sessions.save(session);
  const setup = session.setup_intent === null ? undefined : world.setupIntents.get(session.setup_intent);
  if (setup && setup.status !== 'succeeded') cancelSetup(world, setup, null);
  const intent = session.payment_intent === null ? undefined : world.paymentIntents.get(session.payment_intent);
  if (intent && intent.status.startsWith('requires_')) cancelIntent(world, intent, null);
  emit(world, 'checkout.session.expired', session);
  return session;
}

/** Where a payer goes when he is done. */
export function successUrl(session: Session): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function finish(world: World, session: Session, customer: string | null, outcome: Outcome | Saving): PageOutcome {
  if (outcome.kind === 'declined') {
    world.sessions.save(session);
    const { code, decline_code } = outcome.error;
    const refused = code?.endsWith('authentication_failure') === true;
    return { kind: refused ? 'refused' : 'declined', declineCode: decline_code ?? code ?? 'generic_decline' };
  }
  world.sessions.save(session);
  if (outcome.kind === 'asks') return askBank(world, session);
  Object.assign(session, { status: 'complete', url: null, customer });
  if (outcome.kind === 'paid') session.payment_status = 'paid';
  world.sessions.save(session);
  emit(world, 'checkout.session.completed', session);
  return { kind: outcome.kind === 'held' ? 'paid' : outcome.kind };
}

function askBank(world: World, session: Session): PageOutcome {
  const url = `${world.publicUrl}/c/authenticate/${session.id}`;
  const next_action = { type: 'redirect_to_url' as const, redirect_to_url: { return_url: successUrl(session), url } };
  if (session.setup_intent === null) {
    const intent = world.paymentIntents.save({
      ...world.paymentIntents.get(session.payment_intent ?? ''),
      next_action,
    });
    emit(world, 'payment_intent.requires_action', intent);
  } else {
    const intent = world.setupIntents.save({ ...world.setupIntents.get(session.setup_intent), next_action });
    emit(world, 'setup_intent.requires_action', intent);
  }
  return { kind: 'asks' };
}

function newCustomer(world: World, session: Session, payer: Payer): string | null {
  if (session.customer_creation !== 'always') return null;
  // A second try with another card is still the same person.
  const known =
    session.setup_intent === null
      ? world.paymentIntents.find(session.payment_intent ?? '')?.customer
      : world.setupIntents.get(session.setup_intent).customer;
  if (known) return known;
  const customer = world.customers.save(
    makeCustomer(world, {
      email: payer.email,
      name: payer.name,
      preferred_locales: session.locale && session.locale !== 'auto' ? [session.locale] : [],
    }),
  );
  emit(world, 'customer.created', customer);
  return customer.id;
}

function newMethod(world: World, { email, name, with: means }: Payer): PaymentMethod {
  const billing_details = { address: null, email, name, phone: null, tax_id: null };
  if ('iban' in means)
    return storeMethod(world, makeSepaDebit(means.iban, { created: world.clock.now(), billing_details }), means.iban);
  const { card, expMonth, expYear } = means;
  return storeCard(world, card, {
    billing_details: {
      ...billing_details,
      address: { city: null, country: 'MD', line1: null, line2: null, postal_code: null, state: null },
    },
    expMonth,
    expYear,
  });
}

function newIntent(world: World, session: Session, customer: string | null): PaymentIntent {
  const plan = world.plans.get(session.id);
  const intent = makePaymentIntent({
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'eur',
    created: world.clock.now(),
    customer,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    payment_method_types: [...session.payment_method_types],
    ...plan.intent,
  });
  session.payment_intent = intent.id;
  world.paymentIntents.save(intent);
  world.sessions.save(session);
  emit(world, 'payment_intent.created', intent);
  return intent;
}
