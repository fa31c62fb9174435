import { newId, randomText } from './ids.js';
import { type Address } from './payment-methods.object.js';

/** One line of a session: what and how much. */
export interface LineItem {
  id: string;
  object: 'item';
  adjustable_quantity: null;
  amount_discount: number;
  amount_subtotal: number;
  amount_tax: number;
  amount_total: number;
  currency: string;
  description: string | null;
  metadata: Record<string, string>;
  price: Price;
  quantity: number;
}
/** The price that a line's price_data made. */
export interface Price {
  id: string;
  object: 'price';
  active: boolean;
  billing_scheme: 'per_unit';
  created: number;
  currency: string;
  custom_unit_amount: null;
  livemode: boolean;
  lookup_key: null;
  metadata: Record<string, string>;
  nickname: null;
  product: string;
  recurring: null;
  tax_behavior: string;
  tiers_mode: null;
  transform_quantity: null;
  type: 'one_time';
  unit_amount: number;
  unit_amount_decimal: string;
}
/** Who paid, as he wrote it on the page. */
export interface CustomerDetails {
  address: Address | null;
  business_name: string | null;
  email: string | null;
  individual_name: string | null;
  name: string | null;
  phone: string | null;
  tax_exempt: string | null;
  tax_ids: [] | null;
}

/** A payer of whom nothing is known. */
export const NOBODY: CustomerDetails = {
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: null,
  tax_ids: null,
};

const blank = {
  object: 'checkout.session' as const,
  adaptive_pricing: { enabled: true } as { enabled: boolean } | null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null as string[] | null,
  amount_subtotal: null as number | null,
  amount_total: null as number | null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null as string | null,
  cancel_url: null as string | null,
  client_reference_id: null as string | null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  created: 0,
  currency: null as string | null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null as { message: string } | null,
    terms_of_service_acceptance: null,
  },
  customer: null as string | null,
  customer_account: null,
  customer_creation: null as string | null,
  customer_details: null as CustomerDetails | null,
  customer_email: null as string | null,
  discounts: null as [] | null,
  expires_at: 0,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null as string | null,
  managed_payments: null,
  metadata: {} as Record<string, string>,
  mode: 'payment' as 'payment' | 'setup',
  origin_context: null,
  payment_intent: null as string | null,
  payment_link: null,
  payment_method_collection: null as string | null,
  payment_method_configuration_details: null,
  payment_method_options: {} as Record<string, never> | null,
  payment_method_types: ['card'],
  payment_status: 'unpaid' as 'paid' | 'unpaid' | 'no_payment_required',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null as string | null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open' as 'open' | 'complete' | 'expired',
  submit_type: null as string | null,
  subscription: null,
  success_url: null as string | null,
  total_details: null as { amount_discount: number; amount_shipping: number; amount_tax: number } | null,
  ui_mode: 'hosted_page' as const,
  url: null as string | null,
  wallet_options: null,
};

/** A visit to the payment page, as the API shows it (its lines are kept beside it). */
export type Session = { id: string } & typeof blank;

/** What the sandbox knows of a session besides what it shows: its lines, and what the intents shall carry. */
export interface SessionPlan {
  id: string;
  lines: LineItem[];
  intent: {
    metadata: Record<string, string>;
    description?: string | undefined;
    setup_future_usage?: string | undefined;
    capture_method?: string | undefined;
    receipt_email?: string | undefined;
    statement_descriptor?: string | undefined;
    statement_descriptor_suffix?: string | undefined;
    transfer_group?: string | undefined;
  };
}

/** A new, open session. */
export function makeSession(of: { created: number; expires_at: number } & Partial<Session>): Session {
  return { id: `cs_test_${randomText(58)}`, ...structuredClone(blank), ...of };
}

/** What a line is made from. */
export interface LineOrder {
  name: string;
  currency: string;
  unit: number;
  quantity: number;
  created: number;
  tax_behavior?: string | undefined;
  metadata?: Record<string, string> | undefined;
}

/** A line with the price that was made for it. */
export function makeLine(of: LineOrder): LineItem {
  const total = of.unit * of.quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: of.currency,
    description: of.name,
    metadata: of.metadata ?? {},
    price: makePrice(of),
    quantity: of.quantity,
  };
}

function makePrice(of: LineOrder): Price {
  return {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: of.created,
    currency: of.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId('prod', 14),
    recurring: null,
    tax_behavior: of.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: of.unit,
    unit_amount_decimal: String(of.unit),
  };
}
