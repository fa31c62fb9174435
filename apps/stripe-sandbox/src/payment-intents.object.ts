import { newId, randomText } from './ids.js';
import { type PaymentMethod } from './payment-methods.object.js';

/** What went wrong at the last attempt. */
export interface LastError {
  type: 'card_error' | 'invalid_request_error' | 'api_error';
  code?: string;
  decline_code?: string;
  advice_code?: string;
  message: string;
  charge?: string;
  doc_url?: string;
  payment_method?: PaymentMethod;
}

/** What the payer has to do next. */
export interface NextAction {
  type: 'redirect_to_url';
  redirect_to_url: { return_url: string | null; url: string };
}

const blank = {
  object: 'payment_intent' as const,
  allowed_payment_method_types: null as 'card'[] | null,
  amount: 0,
  amount_capturable: 0,
  amount_details: { tip: {} },
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: { allow_redirects: 'always', enabled: true } as {
    allow_redirects: string;
    enabled: boolean;
  } | null,
  canceled_at: null as number | null,
  cancellation_reason: null as string | null,
  capture_method: 'automatic_async' as string,
  client_secret: '',
  confirmation_method: 'automatic' as string,
  created: 0,
  currency: '',
  customer: null as string | null,
  customer_account: null,
  description: null as string | null,
  excluded_payment_method_types: null,
  last_payment_error: null as LastError | null,
  latest_charge: null as string | null,
  livemode: false,
  managed_payments: null,
  metadata: {} as Record<string, string>,
  next_action: null as NextAction | null,
  on_behalf_of: null,
  payment_method: null as string | null,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  },
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: null as string | null,
  review: null,
  setup_future_usage: null as string | null,
  shipping: null,
  source: null,
  statement_descriptor: null as string | null,
  statement_descriptor_suffix: null as string | null,
  status: 'requires_payment_method' as
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled',
  transfer_data: null,
  transfer_group: null as string | null,
};

/** A payment as the API shows it. */
export type PaymentIntent = { id: string } & typeof blank;

/** A new intent, nothing attempted yet. */
export function makePaymentIntent(
  of: Pick<PaymentIntent, 'amount' | 'currency' | 'created'> & Partial<PaymentIntent>,
): PaymentIntent {
  const id = newId('pi', 24);
  return { id, ...structuredClone(blank), client_secret: `${id}_secret_${randomText(25)}`, ...of };
}
