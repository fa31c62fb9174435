import { afterwards, attempt, type Outcome, type Presence } from './charging.js';
import { cardError, invalid, Refusal } from './errors.js';
import { emit } from './events.js';
import { mergeMetadata } from './parameters.js';
import { type PaymentIntent } from './payment-intents.object.js';
import { methodFor } from './wallet.js';
import { type World } from './world.js';

/** What a confirmation says beside the intent. */
export interface Confirmation {
  payment_method?: string | undefined;
  return_url?: string | undefined;
  error_on_requires_action?: boolean | undefined;
  capture_method?: string | undefined;
  setup_future_usage?: string | undefined;
  offSession: boolean;
}

/** A refusal because of the intent's state, with the intent in it. */
export function wrongState(intent: PaymentIntent, message: string): Refusal {
  return new Refusal(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: structuredClone(intent),
  });
}

/** Confirms by API: takes the money, asks for its holder, or throws the card's error with the intent in it. */
export function confirmIntent(world: World, intent: PaymentIntent, how: Confirmation): PaymentIntent {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw wrongState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action, requires_payment_method.`,
    );
  }
  const wanted = how.payment_method ?? intent.payment_method;
  if (wanted === null) {
    throw wrongState(
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  }
  if (
    !how.offSession &&
    how.return_url === undefined &&
    intent.automatic_payment_methods?.allow_redirects === 'always'
  ) {
    throw invalid(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
      { param: 'return_url' },
    );
  }
  const method = methodFor(world, wanted, intent.customer);
  if (how.capture_method) intent.capture_method = how.capture_method;
  if (how.setup_future_usage) intent.setup_future_usage = how.setup_future_usage;
  const outcome = attempt(world, intent, method, how.offSession ? 'off-session' : 'on-session');
  if (outcome.kind === 'asks') return ask(world, intent, how);
  if (outcome.kind === 'declined') throw cardError({ ...outcome.error, payment_intent: structuredClone(intent) });
  return intent;
}

function ask(world: World, intent: PaymentIntent, how: Confirmation): PaymentIntent {
  if (how.error_on_requires_action) {
    Object.assign(intent, { status: 'requires_payment_method', payment_method: null });
    world.paymentIntents.save(intent);
    throw cardError({
      code: 'authentication_required',
      message: 'This payment required an authentication action to complete, but `error_on_requires_action` was set.',
      payment_intent: structuredClone(intent),
    });
  }
  intent.next_action = {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: how.return_url ?? null, url: `${world.publicUrl}/c/authenticate/${intent.id}` },
  };
  world.paymentIntents.save(intent);
  emit(world, 'payment_intent.requires_action', intent);
  return intent;
}

/** The holder answers his bank on the authentication page. */
export function answerBank(
  world: World,
  intent: PaymentIntent,
  decision: Extract<Presence, 'authorised' | 'refused'>,
): Outcome {
  if (intent.status !== 'requires_action' || intent.payment_method === null)
    throw wrongState(intent, 'Nothing is to be authorised.');
  return attempt(world, intent, world.paymentMethods.get(intent.payment_method), decision);
}

/** Takes what was held, or part of it. */
export function captureIntent(
  world: World,
  intent: PaymentIntent,
  how: { amount_to_capture?: number | undefined; metadata?: Record<string, string> | undefined },
): PaymentIntent {
  if (intent.status !== 'requires_capture' || intent.latest_charge === null) {
    throw wrongState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  }
  const amount = how.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalid('The requested capture amount is greater than the amount you can capture for this charge.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  }
  const charge = world.charges.get(intent.latest_charge);
  Object.assign(charge, { captured: true, amount_captured: amount });
  intent.metadata = mergeMetadata(intent.metadata, how.metadata);
  Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  world.charges.save(charge);
  world.paymentIntents.save(intent);
  emit(world, 'charge.captured', charge);
  emit(world, 'payment_intent.succeeded', intent);
  afterwards(world, charge);
  return intent;
}

/** Gives the payment up; what was held is let go. */
export function cancelIntent(world: World, intent: PaymentIntent, reason: string | null): PaymentIntent {
  if (
    !['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture'].includes(intent.status)
  ) {
    throw wrongState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
    );
  }
  if (world.sessions.all().some((session) => session.payment_intent === intent.id && session.status === 'open')) {
    throw wrongState(
      intent,
      'You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session instead.',
    );
  }
  const held =
    intent.status === 'requires_capture' && intent.latest_charge !== null
      ? world.charges.get(intent.latest_charge)
      : undefined;
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: world.clock.now(),
    cancellation_reason: reason,
    next_action: null,
    amount_capturable: 0,
  });
  world.paymentIntents.save(intent);
  if (held) {
    Object.assign(held, { refunded: true, amount_refunded: held.amount });
    world.charges.save(held);
    emit(world, 'charge.refunded', held, { amount_refunded: 0, refunded: false });
  }
  emit(world, 'payment_intent.canceled', intent);
  return intent;
}

/** Ends a debit from a bank account that was under way. */
export function settleIntent(world: World, intent: PaymentIntent, outcome: 'succeeded' | 'failed'): PaymentIntent {
  if (intent.status !== 'processing' || intent.latest_charge === null)
    throw wrongState(intent, 'This payment is not processing.');
  const charge = world.charges.get(intent.latest_charge);
  if (outcome === 'succeeded') {
    Object.assign(charge, { status: 'succeeded', paid: true, captured: true, amount_captured: charge.amount });
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
  } else {
    const message = 'The bank account has insufficient funds.';
    Object.assign(charge, { status: 'failed', failure_code: 'insufficient_funds', failure_message: message });
    const method =
      intent.payment_method === null ? null : structuredClone(world.paymentMethods.get(intent.payment_method));
    Object.assign(intent, {
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: {
        type: 'card_error',
        code: 'insufficient_funds',
        message,
        charge: charge.id,
        payment_method: method,
      },
    });
  }
  world.charges.save(charge);
  world.paymentIntents.save(intent);
  emit(world, outcome === 'succeeded' ? 'charge.succeeded' : 'charge.failed', charge);
  emit(world, outcome === 'succeeded' ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', intent);
  const session = world.sessions.all().find((one) => one.payment_intent === intent.id);
  if (session) {
    if (outcome === 'succeeded') session.payment_status = 'paid';
    world.sessions.save(session);
    emit(world, `checkout.session.async_payment_${outcome}`, session);
  }
  if (outcome === 'succeeded') afterwards(world, charge);
  return intent;
}
