import { newId, randomText } from './ids.js';
import { type TestCard } from './cards.js';

/** An address as Stripe keeps it. */
export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}
/** Whose card it is, as he wrote. */
export interface BillingDetails {
  address: Address | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  tax_id: string | null;
}

const blank = {
  object: 'payment_method' as const,
  allow_redisplay: 'unspecified' as string,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null } as BillingDetails,
  card: undefined as PaymentCard | undefined,
  sepa_debit: undefined as SepaDebit | undefined,
  created: 0,
  customer: null as string | null,
  customer_account: null,
  livemode: false,
  metadata: {} as Record<string, string>,
  type: 'card' as 'card' | 'sepa_debit',
};
const card = {
  brand: 'visa' as string,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' as string | null },
  country: 'US' as string | null,
  display_brand: 'visa' as string | null,
  exp_month: 12,
  exp_year: 2034,
  fingerprint: null as string | null,
  funding: 'credit' as string,
  generated_from: null,
  last4: '',
  networks: { available: ['visa'] as string[], preferred: null },
  regulated_status: 'unregulated',
  three_d_secure_usage: { supported: true },
  wallet: null,
};
/** The card of a payment method. */
export type PaymentCard = typeof card;
/** The account of a payment method. */
export interface SepaDebit {
  bank_code: string | null;
  branch_code: string | null;
  country: string | null;
  fingerprint: string | null;
  generated_from: { charge: null; setup_attempt: null };
  last4: string | null;
}
/** A card or account as the API shows it. */
export type PaymentMethod = { id: string } & typeof blank;

/** A payment method for a test card. */
export function makeCard(
  test: TestCard,
  of: { created: number; expMonth?: number; expYear?: number } & Partial<PaymentMethod>,
): PaymentMethod {
  const { expMonth = 12, expYear = 2034, ...further } = of;
  const made: PaymentCard = {
    ...structuredClone(card),
    brand: test.brand,
    country: test.country,
    display_brand: test.brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: `fp${test.number}`.slice(0, 16),
    funding: test.token === 'visa_debit' ? 'debit' : 'credit',
    last4: test.number.slice(-4),
    networks: { available: [test.brand], preferred: null },
  };
  return { id: newId('pm', 24), ...structuredClone(blank), card: made, ...further };
}

/** A payment method for an account that is debited later. */
export function makeSepaDebit(iban: string, of: { created: number } & Partial<PaymentMethod>): PaymentMethod {
  const sepa_debit: SepaDebit = {
    bank_code: null,
    branch_code: null,
    country: iban.slice(0, 2),
    fingerprint: randomText(16),
    generated_from: { charge: null, setup_attempt: null },
    last4: iban.slice(-4),
  };
  return { id: newId('pm', 24), ...structuredClone(blank), type: 'sepa_debit', sepa_debit, ...of };
}
