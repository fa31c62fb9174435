import { AUTHENTICATION_FAILED, cardByNumber } from './cards.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { cardError, invalid, Refusal } from './errors.js';
import { emit } from './events.js';
import { newId } from './ids.js';
import { created, page, paging } from './lists.js';
import {
  choice,
  clearable,
  flag,
  group,
  mergeMetadata,
  metadata,
  type Parsed,
  required,
  text,
  url,
} from './parameters.js';
import { type LastError } from './payment-intents.object.js';
import { type PaymentMethod } from './payment-methods.object.js';
import { makeSetupIntent, type SetupIntent } from './setup-intents.object.js';
import { attachTo, methodFor } from './wallet.js';
import { methodTypes } from './words.js';
import { type World } from './world.js';

const described = {
  allowed_payment_method_types: methodTypes,
  customer: text(),
  description: clearable(text(1000)),
  metadata,
  payment_method: text(),
};
const confirming = { payment_method: text(), return_url: url, use_stripe_sdk: flag };
const creating = {
  ...described,
  ...confirming,
  automatic_payment_methods: group({ enabled: required(flag), allow_redirects: choice('always', 'never') }),
  confirm: flag,
  usage: choice('off_session', 'on_session'),
};
const reasons = choice('abandoned', 'duplicate', 'requested_by_customer');

/** How saving a card ended. */
export type Saving = { kind: 'saved' | 'asks' } | { kind: 'declined'; error: LastError };

/** Cards being saved for later. */
export const setupIntentEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/setup_intents', creating, ({ world, params }) => create(world, params)),
  endpoint(
    'GET',
    '/v1/setup_intents',
    { ...paging, created, customer: text(), payment_method: text() },
    ({ world, params, path }) => {
      const found = world.setupIntents
        .all()
        .filter(
          (one) =>
            (params.customer === undefined || one.customer === params.customer) &&
            (params.payment_method === undefined || one.payment_method === params.payment_method),
        );
      return page(found, params, path, 'setupintent');
    },
  ),
  endpoint('GET', '/v1/setup_intents/:id', { client_secret: text() }, ({ world, id }) =>
    world.setupIntents.get(id, 'intent'),
  ),
  endpoint('POST', '/v1/setup_intents/:id', described, ({ world, id, params }) => {
    const intent = world.setupIntents.get(id);
    describe(world, intent, params);
    return world.setupIntents.save(intent);
  }),
  endpoint('POST', '/v1/setup_intents/:id/confirm', confirming, ({ world, id, params }) =>
    confirm(world, world.setupIntents.get(id), params),
  ),
  endpoint('POST', '/v1/setup_intents/:id/cancel', { cancellation_reason: reasons }, ({ world, id, params }) =>
    cancelSetup(world, world.setupIntents.get(id), params.cancellation_reason ?? null),
  ),
];

function create(world: World, params: Parsed<typeof creating>): SetupIntent {
  const intent = makeSetupIntent({ created: world.clock.now(), usage: params.usage ?? 'off_session' });
  if (params.automatic_payment_methods) {
    const { enabled, allow_redirects = 'always' } = params.automatic_payment_methods;
    intent.automatic_payment_methods = { enabled, allow_redirects: enabled ? allow_redirects : 'never' };
  }
  describe(world, intent, params);
  world.setupIntents.save(intent);
  emit(world, 'setup_intent.created', intent);
  return params.confirm ? confirm(world, intent, params) : intent;
}

function describe(world: World, intent: SetupIntent, params: Partial<Parsed<typeof described>>): void {
  if (params.customer !== undefined) {
    world.customers.get(params.customer, 'customer');
    intent.customer = params.customer;
  }
  if (params.allowed_payment_method_types) intent.allowed_payment_method_types = ['card'];
  if (params.description !== undefined) intent.description = params.description;
  intent.metadata = mergeMetadata(intent.metadata, params.metadata);
  if (params.payment_method !== undefined) {
    intent.payment_method = methodFor(world, params.payment_method, intent.customer).id;
    intent.status = 'requires_confirmation';
  }
}

function confirm(
  world: World,
  intent: SetupIntent,
  how: { payment_method?: string | undefined; return_url?: string | undefined },
): SetupIntent {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw wrongState(intent, `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`);
  }
  const wanted = how.payment_method ?? intent.payment_method;
  if (wanted === null)
    throw wrongState(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    );
  if (how.return_url === undefined && intent.automatic_payment_methods?.allow_redirects === 'always') {
    throw invalid(
      'This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.',
      { param: 'return_url' },
    );
  }
  const outcome = saveCard(world, intent, methodFor(world, wanted, intent.customer), 'there');
  if (outcome.kind === 'declined') throw cardError({ ...outcome.error, setup_intent: structuredClone(intent) });
  if (outcome.kind === 'asks') {
    intent.next_action = {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: how.return_url ?? null, url: `${world.publicUrl}/c/authenticate/${intent.id}` },
    };
    world.setupIntents.save(intent);
    emit(world, 'setup_intent.requires_action', intent);
  }
  return intent;
}

/** Tries to save a card for later; keeps the intent, tells by events. */
export function saveCard(
  world: World,
  intent: SetupIntent,
  method: PaymentMethod,
  holder: 'there' | 'authorised' | 'refused',
): Saving {
  const secret = world.vault.get(method.id);
  const card = cardByNumber(secret.number);
  Object.assign(intent, { payment_method: method.id, next_action: null, latest_attempt: newId('setatt') });
  if (holder === 'refused') {
    return failed(world, intent, {
      type: 'invalid_request_error',
      ...AUTHENTICATION_FAILED,
      code: 'setup_intent_authentication_failure',
      payment_method: structuredClone(method),
    });
  }
  if (card && card.asks !== 'never' && holder === 'there') {
    intent.status = 'requires_action';
    world.setupIntents.save(intent);
    return { kind: 'asks' };
  }
  if (card?.decline && !card.saves)
    return failed(world, intent, { type: 'card_error', ...card.decline, payment_method: structuredClone(method) });
  if (intent.customer !== null && method.customer === null) attachTo(world, method, intent.customer);
  world.vault.save({ ...secret, setUp: true });
  Object.assign(intent, { status: 'succeeded', last_setup_error: null });
  world.setupIntents.save(intent);
  emit(world, 'setup_intent.succeeded', intent);
  return { kind: 'saved' };
}

function failed(world: World, intent: SetupIntent, error: LastError): Saving {
  Object.assign(intent, { status: 'requires_payment_method', last_setup_error: error, payment_method: null });
  world.setupIntents.save(intent);
  emit(world, 'setup_intent.setup_failed', intent);
  return { kind: 'declined', error };
}

/** Gives up saving a card. */
export function cancelSetup(world: World, intent: SetupIntent, reason: string | null): SetupIntent {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw wrongState(intent, `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`);
  }
  Object.assign(intent, { status: 'canceled', cancellation_reason: reason, next_action: null });
  world.setupIntents.save(intent);
  emit(world, 'setup_intent.canceled', intent);
  return intent;
}

const wrongState = (intent: SetupIntent, message: string) =>
  new Refusal(400, {
    type: 'invalid_request_error',
    code: 'setup_intent_unexpected_state',
    message,
    setup_intent: structuredClone(intent),
  });
