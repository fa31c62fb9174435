import { type SessionParams } from './checkout-sessions.fields.js';
import { invalid, missing } from './errors.js';
import { type World } from './world.js';

const SOONEST = 30 * 60;
const LATEST = 24 * 3600;

type Check = (params: SessionParams, world: World) => boolean;
type Message = [string, { code?: string; param?: string }?];

const need = (param: string): Message => [`Missing required param: ${param}.`, { code: 'parameter_missing', param }];
const only = (...params: string[]): Message => [
  `You may only specify one of these parameters: ${params.join(', ')}.`,
  { param: params[0] ?? '' },
];
const notIn = (param: string, mode: string): Message => [
  `You can not pass \`${param}\` in \`${mode}\` mode.`,
  { param },
];

/** What a session's parameters must not be together, and what is then answered. */
const REFUSED: readonly [Check, Message][] = [
  [(p) => p.mode === 'subscription', ['The sandbox plays the modes payment and setup only.', { param: 'mode' }]],
  [
    (p) => p.ui_mode !== undefined && p.ui_mode !== 'hosted_page',
    ['The sandbox plays `ui_mode` hosted_page only.', { param: 'ui_mode' }],
  ],
  [(p) => p.success_url === undefined, need('success_url')],
  [(p) => p.mode === 'payment' && !p.line_items?.length, need('line_items')],
  [(p) => p.mode === 'setup' && p.line_items !== undefined, notIn('line_items', 'setup')],
  [(p) => p.mode === 'setup' && p.payment_intent_data !== undefined, notIn('payment_intent_data', 'setup')],
  [(p) => p.mode === 'setup' && p.submit_type !== undefined, notIn('submit_type', 'setup')],
  [(p) => p.mode === 'setup' && p.adaptive_pricing?.enabled === true, notIn('adaptive_pricing', 'setup')],
  [(p) => p.mode === 'payment' && p.setup_intent_data !== undefined, notIn('setup_intent_data', 'payment')],
  [
    (p) => p.mode === 'setup' && p.currency === undefined && p.allowed_payment_method_types === undefined,
    [
      'You must provide `currency` in `setup` mode when `allowed_payment_method_types` is not set.',
      { code: 'parameter_missing', param: 'currency' },
    ],
  ],
  [(p) => p.customer !== undefined && p.customer_email !== undefined, only('customer', 'customer_email')],
  [(p) => p.customer !== undefined && p.customer_creation !== undefined, only('customer', 'customer_creation')],
  [
    (p) => p.customer === undefined && p.customer_update !== undefined,
    ['`customer_update` can only be used with `customer`.', { param: 'customer_update' }],
  ],
  [
    (p) =>
      p.allowed_payment_method_types !== undefined &&
      !p.allowed_payment_method_types.some((type) => type === 'card' || type === 'sepa_debit'),
    [
      'No payment method types enabled for this Checkout Session after applying `allowed_payment_method_types`.',
      { param: 'allowed_payment_method_types' },
    ],
  ],
  [
    (p) =>
      p.excluded_payment_method_types?.includes('card') === true &&
      !p.allowed_payment_method_types?.includes('sepa_debit'),
    [
      'No payment method types enabled for this Checkout Session after applying `excluded_payment_method_types`.',
      { param: 'excluded_payment_method_types' },
    ],
  ],
  [
    (p, world) => p.expires_at !== undefined && p.expires_at < world.clock.now() + SOONEST,
    ['The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', { param: 'expires_at' }],
  ],
  [
    (p, world) => p.expires_at !== undefined && p.expires_at > world.clock.now() + LATEST,
    ['The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', { param: 'expires_at' }],
  ],
  [
    (p) => new Set(p.line_items?.map((one) => one.price_data?.currency.toLowerCase())).size > 1,
    ['All line items must have the same currency.', { param: 'line_items' }],
  ],
  [
    (p) =>
      p.currency !== undefined &&
      p.line_items?.some((one) => one.price_data?.currency.toLowerCase() !== p.currency?.toLowerCase()) === true,
    ['The currency of the line items must be the `currency` of the session.', { param: 'currency' }],
  ],
];

/** Refuses parameters that do not go together. */
export function checkSession(world: World, params: SessionParams): void {
  for (const [refused, [message, more]] of REFUSED) if (refused(params, world)) throw invalid(message, more);
  if (params.customer !== undefined && world.customers.get(params.customer, 'customer').deleted)
    throw missing('customer', params.customer, 'customer');
}
