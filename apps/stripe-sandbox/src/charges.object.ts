import { newId } from './ids.js';
import { type BillingDetails } from './payment-methods.object.js';

const outcome = {
  advice_code: null as string | null,
  network_advice_code: null,
  network_decline_code: null as string | null,
  network_status: 'approved_by_network',
  reason: null as string | null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};
const blank = {
  object: 'charge' as const,
  amount: 0,
  amount_captured: 0,
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null as string | null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null } as BillingDetails,
  calculated_statement_descriptor: 'PLAI SANDBOX' as string | null,
  captured: false,
  created: 0,
  currency: '',
  customer: null as string | null,
  description: null as string | null,
  disputed: false,
  failure_balance_transaction: null as string | null,
  failure_code: null as string | null,
  failure_message: null as string | null,
  fraud_details: {},
  livemode: false,
  metadata: {} as Record<string, string>,
  on_behalf_of: null,
  outcome: outcome as typeof outcome | null,
  paid: false,
  payment_intent: null as string | null,
  payment_method: null as string | null,
  payment_method_details: null as PaymentMethodDetails | null,
  radar_options: {},
  receipt_email: null as string | null,
  receipt_number: null,
  receipt_url: null as string | null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null as string | null,
  statement_descriptor_suffix: null as string | null,
  status: 'pending' as 'pending' | 'succeeded' | 'failed',
  transfer_data: null,
  transfer_group: null as string | null,
};

/** One attempt to take money, as the API shows it. */
export type Charge = { id: string } & typeof blank;

/** How it was paid: by card, or by a debit from a bank account. */
export type PaymentMethodDetails =
  | { type: 'card'; card: CardDetails }
  | {
      type: 'sepa_debit';
      sepa_debit: {
        bank_code: null;
        branch_code: null;
        country: string;
        fingerprint: string;
        last4: string;
        mandate: null;
      };
    };

const cardDetails = {
  amount_authorized: null as number | null,
  authorization_code: null as string | null,
  brand: 'visa' as string | null,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' as string | null },
  country: 'US' as string | null,
  electronic_commerce_indicator: null,
  exp_month: 12,
  exp_year: 2034,
  extended_authorization: { status: 'disabled' },
  fingerprint: null as string | null,
  funding: 'credit' as string | null,
  incremental_authorization: { status: 'unavailable' },
  installments: null,
  last4: null as string | null,
  mandate: null,
  multicapture: { status: 'unavailable' },
  network: 'visa' as string | null,
  network_token: { used: false },
  network_transaction_id: null as string | null,
  overcapture: { maximum_amount_capturable: 0, status: 'unavailable' },
  regulated_status: 'unregulated',
  three_d_secure: null as ThreeDSecure | null,
  transaction_link_id: null,
  wallet: null,
};
/** What a charge says about its card. */
export type CardDetails = typeof cardDetails;

/** The outcome of an authorisation by the card's holder. */
export interface ThreeDSecure {
  authentication_flow: 'challenge';
  electronic_commerce_indicator: '05';
  exemption_indicator: null;
  result: 'authenticated' | 'failed';
  result_reason: 'rejected' | null;
  transaction_id: string;
  version: '2.2.0';
}

/** Fields of a charge's card, filled from the card and the amount. */
export const makeCardDetails = (of: Partial<CardDetails>): CardDetails => ({ ...structuredClone(cardDetails), ...of });

/** A new charge, neither paid nor failed. */
export function makeCharge(of: Pick<Charge, 'amount' | 'currency' | 'created'> & Partial<Charge>): Charge {
  return { id: newId('ch', 24), ...structuredClone(blank), ...of };
}
