import {
  choice,
  clearable,
  email,
  flag,
  group,
  integer,
  list,
  metadata,
  type Parsed,
  required,
  text,
  url,
} from './parameters.js';
import { leftOut, locale, methodTypes } from './words.js';

const setup_future_usage = choice('off_session', 'on_session');
const line = group({
  price: text(),
  price_data: group({
    currency: required(text()),
    product: text(),
    product_data: group({ name: required(text(1000)), description: text(), images: list(url, 8), metadata }),
    tax_behavior: choice('exclusive', 'inclusive', 'unspecified'),
    unit_amount: integer(0),
  }),
  quantity: integer(0, 999_999),
  metadata,
});
/** What a session may be made from. */
export const sessionFields = {
  adaptive_pricing: group({ enabled: flag }),
  allowed_payment_method_types: methodTypes,
  excluded_payment_method_types: leftOut,
  billing_address_collection: choice('auto', 'required'),
  cancel_url: url,
  client_reference_id: text(200),
  currency: text(),
  custom_text: group({ submit: clearable(group({ message: required(text(1200)) })) }),
  customer: text(),
  customer_creation: choice('always', 'if_required'),
  customer_email: email,
  customer_update: group({
    address: choice('auto', 'never'),
    name: choice('auto', 'never'),
    shipping: choice('auto', 'never'),
  }),
  expires_at: integer(0),
  line_items: list(line),
  locale,
  metadata,
  mode: required(choice('payment', 'setup', 'subscription')),
  payment_intent_data: group({
    capture_method: choice('automatic', 'automatic_async', 'manual'),
    description: text(1000),
    metadata,
    receipt_email: email,
    setup_future_usage,
    statement_descriptor: text(22),
    statement_descriptor_suffix: text(22),
    transfer_group: text(),
  }),
  payment_method_collection: choice('always', 'if_required'),
  payment_method_options: group({
    card: group({ request_three_d_secure: choice('any', 'automatic', 'challenge'), setup_future_usage }),
  }),
  phone_number_collection: group({ enabled: required(flag) }),
  setup_intent_data: group({ description: text(1000), metadata }),
  submit_type: choice('auto', 'book', 'donate', 'pay', 'subscribe'),
  success_url: url,
  ui_mode: choice('hosted_page', 'embedded_page', 'elements', 'form'),
};
/** A session's parameters, read. */
export type SessionParams = Parsed<typeof sessionFields>;
