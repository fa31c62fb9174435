import { checkAmount, knownCurrency } from './currencies.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { cancelIntent, captureIntent, confirmIntent, type Confirmation } from './intent-life.js';
import { created, page, paging } from './lists.js';
import {
  amount,
  choice,
  clearable,
  either,
  email,
  flag,
  given,
  group,
  integer,
  mergeMetadata,
  metadata,
  type Parsed,
  required,
  text,
  url,
} from './parameters.js';
import { makePaymentIntent, type PaymentIntent } from './payment-intents.object.js';
import { methodFor } from './wallet.js';
import { leftOut, methodTypes } from './words.js';
import { type World } from './world.js';

const offSession = either(flag, choice('one_off', 'recurring'));
const capture_method = choice('automatic', 'automatic_async', 'manual');
const setup_future_usage = choice('off_session', 'on_session');
const threeDSecure = group({ card: group({ request_three_d_secure: choice('any', 'automatic', 'challenge') }) });

/** What may be said of an intent at creation and later. */
const described = {
  allowed_payment_method_types: methodTypes,
  excluded_payment_method_types: leftOut,
  capture_method,
  customer: text(),
  description: clearable(text(1000)),
  metadata,
  payment_method: text(),
  payment_method_options: threeDSecure,
  receipt_email: clearable(email),
  setup_future_usage,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
};
const confirming = {
  capture_method,
  error_on_requires_action: flag,
  off_session: offSession,
  payment_method: text(),
  payment_method_options: threeDSecure,
  receipt_email: clearable(email),
  return_url: url,
  setup_future_usage,
  use_stripe_sdk: flag,
};
const creating = {
  ...described,
  ...confirming,
  amount: required(amount),
  currency: required(text()),
  automatic_payment_methods: group({ enabled: required(flag), allow_redirects: choice('always', 'never') }),
  confirm: flag,
  confirmation_method: choice('automatic', 'manual'),
};

/** Payments. */
export const paymentIntentEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_intents', creating, ({ world, params }) => create(world, params)),
  endpoint('GET', '/v1/payment_intents', { ...paging, created, customer: text() }, ({ world, params, path }) => {
    const found = world.paymentIntents
      .all()
      .filter((one) => params.customer === undefined || one.customer === params.customer);
    return page(found, params, path, 'payment_intent');
  }),
  endpoint('GET', '/v1/payment_intents/:id', { client_secret: text() }, ({ world, id }) =>
    world.paymentIntents.get(id, 'intent'),
  ),
  endpoint('POST', '/v1/payment_intents/:id', { ...described, amount, currency: text() }, ({ world, id, params }) =>
    update(world, world.paymentIntents.get(id), params),
  ),
  endpoint('POST', '/v1/payment_intents/:id/confirm', confirming, ({ world, id, params }) =>
    confirmIntent(world, world.paymentIntents.get(id), confirmationOf(params)),
  ),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/capture',
    { amount_to_capture: integer(1), final_capture: flag, metadata, statement_descriptor: text(22) },
    ({ world, id, params }) => captureIntent(world, world.paymentIntents.get(id), params),
  ),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/cancel',
    { cancellation_reason: choice('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') },
    ({ world, id, params }) => cancelIntent(world, world.paymentIntents.get(id), params.cancellation_reason ?? null),
  ),
];

function create(world: World, params: Parsed<typeof creating>): PaymentIntent {
  const currency = knownCurrency(params.currency);
  checkAmount(params.amount, currency, world.settings);
  if (params.off_session !== undefined && !params.confirm) {
    throw invalid('You must set `confirm` to `true` to use `off_session`.', { param: 'off_session' });
  }
  if (params.customer !== undefined) mustLive(world, params.customer);
  const intent = makePaymentIntent({
    amount: params.amount,
    currency,
    created: world.clock.now(),
    customer: params.customer ?? null,
  });
  describe(world, intent, params);
  if (params.automatic_payment_methods) {
    const { enabled, allow_redirects = 'always' } = params.automatic_payment_methods;
    intent.automatic_payment_methods = enabled ? { enabled, allow_redirects } : { enabled, allow_redirects: 'never' };
  }
  if (params.confirmation_method) intent.confirmation_method = params.confirmation_method;
  if (intent.payment_method) intent.status = 'requires_confirmation';
  world.paymentIntents.save(intent);
  emit(world, 'payment_intent.created', intent);
  return params.confirm ? confirmIntent(world, intent, confirmationOf(params)) : intent;
}

function update(world: World, intent: PaymentIntent, params: Partial<Parsed<typeof creating>>): PaymentIntent {
  const fixed = ['succeeded', 'canceled', 'processing', 'requires_capture'].includes(intent.status);
  const touched = Object.keys(params).filter(
    (key) => !['metadata', 'description', 'receipt_email', 'transfer_group', 'expand'].includes(key),
  );
  if (fixed && touched.length > 0) {
    const message = `This PaymentIntent's ${touched[0]} could not be updated because it has a status of ${intent.status}.`;
    throw invalid(message, { code: 'payment_intent_unexpected_state', param: touched[0] });
  }
  const currency = params.currency === undefined ? intent.currency : knownCurrency(params.currency);
  if (params.amount !== undefined || params.currency !== undefined)
    checkAmount(params.amount ?? intent.amount, currency, world.settings);
  if (params.customer !== undefined) {
    mustLive(world, params.customer);
    intent.customer = params.customer;
  }
  Object.assign(intent, { currency, amount: params.amount ?? intent.amount });
  describe(world, intent, params);
  if (params.payment_method !== undefined && intent.status === 'requires_payment_method')
    intent.status = 'requires_confirmation';
  return world.paymentIntents.save(intent);
}

const TAKEN_OVER = [
  'capture_method',
  'description',
  'receipt_email',
  'setup_future_usage',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const;

function describe(world: World, intent: PaymentIntent, params: Partial<Parsed<typeof described>>): void {
  const { allowed_payment_method_types: allowed } = params;
  if (allowed && !allowed.includes('card')) {
    throw invalid(
      'No payment method types enabled for this PaymentIntent after applying `allowed_payment_method_types`.',
      { param: 'allowed_payment_method_types' },
    );
  }
  if (allowed) intent.allowed_payment_method_types = ['card'];
  intent.metadata = mergeMetadata(intent.metadata, params.metadata);
  if (params.payment_method !== undefined)
    intent.payment_method = methodFor(world, params.payment_method, intent.customer).id;
  Object.assign(intent, given(params, ...TAKEN_OVER));
}

function confirmationOf(params: Partial<Parsed<typeof confirming>>): Confirmation {
  const { payment_method, return_url, error_on_requires_action, capture_method, setup_future_usage, off_session } =
    params;
  return {
    payment_method,
    return_url,
    error_on_requires_action,
    capture_method,
    setup_future_usage,
    offSession: off_session !== undefined && off_session !== false,
  };
}

function mustLive(world: World, customer: string): void {
  if (world.customers.get(customer, 'customer').deleted)
    throw invalid(`No such customer: '${customer}'`, { code: 'resource_missing', param: 'customer' });
}
