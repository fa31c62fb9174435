import {
  type LineItem,
  makeLine,
  makeSession,
  NOBODY,
  type Session,
  type SessionPlan,
} from './checkout-sessions.object.js';
import { sessionFields, type SessionParams } from './checkout-sessions.fields.js';
import { expireSession } from './checkout-payment.js';
import { checkAmount, knownCurrency } from './currencies.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalid, missing } from './errors.js';
import { created, cut, page, paging } from './lists.js';
import { choice, given, group, mergeMetadata, metadata, required, text } from './parameters.js';
import { checkSession } from './session-rules.js';
import { makeSetupIntent } from './setup-intents.object.js';
import { emit } from './events.js';
import { type World } from './world.js';

const listed = {
  ...paging,
  created,
  customer: text(),
  customer_details: group({ email: required(text()) }),
  payment_intent: text(),
  payment_link: text(),
  subscription: text(),
  status: choice('open', 'complete', 'expired'),
};

/** Visits to the hosted payment page. */
export const checkoutSessionEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/checkout/sessions', sessionFields, ({ world, params }) => create(world, params)),
  endpoint('GET', '/v1/checkout/sessions', listed, ({ world, params, path }) => {
    const found = world.sessions
      .all()
      .filter(
        (one) =>
          (params.customer === undefined || one.customer === params.customer) &&
          (params.payment_intent === undefined || one.payment_intent === params.payment_intent) &&
          (params.customer_details === undefined || one.customer_details?.email === params.customer_details.email) &&
          params.payment_link === undefined &&
          params.subscription === undefined &&
          (params.status === undefined || one.status === params.status),
      );
    return page(found, params, path, 'checkout.session');
  }),
  endpoint('GET', '/v1/checkout/sessions/:id', {}, ({ world, id }) => world.sessions.get(id, 'session')),
  endpoint('POST', '/v1/checkout/sessions/:id', { metadata }, ({ world, id, params }) => {
    const session = world.sessions.get(id);
    session.metadata = mergeMetadata(session.metadata, params.metadata);
    return world.sessions.save(session);
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', {}, ({ world, id }) => {
    const session = world.sessions.get(id);
    if (session.status !== 'open') {
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
      );
    }
    return expireSession(world, session);
  }),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', paging, ({ world, id, params, path }) => {
    world.sessions.get(id);
    return cut(world.plans.get(id).lines, params, path, 'item');
  }),
];

const TAKEN_OVER = [
  'billing_address_collection',
  'cancel_url',
  'client_reference_id',
  'customer',
  'customer_email',
  'locale',
  'submit_type',
  'success_url',
] as const;

function create(world: World, params: SessionParams): Session {
  checkSession(world, params);
  const now = world.clock.now();
  const lines = (params.line_items ?? []).map((one, index) => lineOf(world, one, index));
  const session = makeSession({
    created: now,
    expires_at: params.expires_at ?? now + 86_400,
    mode: params.mode === 'setup' ? 'setup' : 'payment',
  });
  describe(session, params);
  session.url = `${world.publicUrl}/c/pay/${session.id}`;
  const plan: SessionPlan = { id: session.id, lines, intent: { metadata: {} } };
  if (session.mode === 'payment') priced(world, session, lines);
  else {
    session.currency = params.currency === undefined ? null : knownCurrency(params.currency);
    const intent = makeSetupIntent({
      created: now,
      customer: session.customer,
      metadata: mergeMetadata({}, params.setup_intent_data?.metadata),
      description: params.setup_intent_data?.description ?? null,
    });
    world.setupIntents.save(intent);
    session.setup_intent = intent.id;
    emit(world, 'setup_intent.created', intent);
  }
  const { metadata: labels, ...rest } = params.payment_intent_data ?? {};
  plan.intent = { metadata: mergeMetadata({}, labels), ...rest };
  const future = params.payment_method_options?.card?.setup_future_usage;
  if (future) plan.intent.setup_future_usage ??= future;
  world.plans.save(plan);
  return world.sessions.save(session);
}

function describe(session: Session, params: SessionParams): void {
  const payment = session.mode === 'payment';
  const { customer, customer_email } = params;
  Object.assign(session, given(params, ...TAKEN_OVER));
  session.metadata = mergeMetadata({}, params.metadata);
  session.adaptive_pricing = payment ? { enabled: params.adaptive_pricing?.enabled ?? true } : null;
  session.allowed_payment_method_types = params.allowed_payment_method_types ?? null;
  session.customer_creation = customer === undefined ? (params.customer_creation ?? 'if_required') : null;
  session.payment_method_collection = payment ? (params.payment_method_collection ?? 'if_required') : 'always';
  session.payment_status = payment ? 'unpaid' : 'no_payment_required';
  session.custom_text.submit = params.custom_text?.submit ?? null;
  session.phone_number_collection = { enabled: params.phone_number_collection?.enabled ?? false };
  if (params.allowed_payment_method_types?.includes('sepa_debit')) {
    session.payment_method_types = params.allowed_payment_method_types.filter(
      (type) => type === 'card' || type === 'sepa_debit',
    );
  }
  if (customer_email !== undefined) session.customer_details = { ...NOBODY, email: customer_email, tax_exempt: 'none' };
}

function priced(world: World, session: Session, lines: LineItem[]): void {
  const currency = lines[0]?.currency ?? 'eur';
  const total = lines.reduce((sum, one) => sum + one.amount_total, 0);
  checkAmount(total, currency, world.settings, 'line_items');
  Object.assign(session, {
    currency,
    amount_subtotal: total,
    amount_total: total,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  });
}

function lineOf(world: World, asked: NonNullable<SessionParams['line_items']>[number], index: number): LineItem {
  const at = `line_items[${index}]`;
  const need = (name: string) =>
    invalid(`Missing required param: ${at}${name}.`, { code: 'parameter_missing', param: `${at}${name}` });
  if (asked.price !== undefined) throw missing('price', asked.price, `${at}[price]`);
  const data = asked.price_data;
  if (!data) throw need('[price_data]');
  if (data.product !== undefined) throw missing('product', data.product, `${at}[price_data][product]`);
  if (!data.product_data) throw need('[price_data][product_data]');
  if (data.unit_amount === undefined) throw need('[price_data][unit_amount]');
  if (asked.quantity === undefined) throw need('[quantity]');
  const currency = knownCurrency(data.currency, `${at}[price_data][currency]`);
  return makeLine({
    name: data.product_data.name,
    currency,
    unit: data.unit_amount,
    quantity: asked.quantity,
    created: world.clock.now(),
    tax_behavior: data.tax_behavior,
    metadata: asked.metadata,
  });
}
