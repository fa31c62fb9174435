/** Why a bank says no, in Stripe's words. */
export interface Decline {
  code: string;
  decline_code: string;
  message: string;
  advice_code: string;
}

/** One of Stripe's published test cards and how it behaves. */
export interface TestCard {
  number: string;
  token: string;
  brand: 'visa' | 'mastercard';
  country: string;
  /** When the holder must authorise: never, until it was set up once, or every time. */
  asks: 'never' | 'unless-set-up' | 'always';
  decline?: Decline;
  /** It can be saved although it will be declined. */
  saves?: true;
  disputed?: true;
}

const decline = (code: string, decline_code: string, message: string, advice_code = 'try_again_later'): Decline => ({
  code,
  decline_code,
  message,
  advice_code,
});
const card = (number: string, token: string, more: Partial<TestCard> = {}): TestCard => ({
  number,
  token,
  brand: number.startsWith('5') ? 'mastercard' : 'visa',
  country: 'US',
  asks: 'never',
  ...more,
});
const declined = decline('card_declined', 'generic_decline', 'Your card was declined.');

/** An off-session payment for which the bank wants its holder. */
export const AUTHENTICATION_REQUIRED = decline(
  'authentication_required',
  'authentication_required',
  'Your card was declined. This transaction requires authentication.',
  'confirm_card_data',
);

/** The holder refused, or could not prove who he is. */
export const AUTHENTICATION_FAILED = {
  code: 'payment_intent_authentication_failure',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

/** All cards the sandbox knows. */
export const CARDS: readonly TestCard[] = [
  card('4242424242424242', 'visa'),
  card('5555555555554444', 'mastercard'),
  card('4000056655665556', 'visa_debit'),
  card('4000004980000005', 'md', { country: 'MD' }),
  card('4000002760000016', 'de', { country: 'DE' }),
  card('4000000000000002', 'chargeDeclined', { decline: declined }),
  card('4000000000009995', 'chargeDeclinedInsufficientFunds', {
    decline: decline('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
  }),
  card('4000000000009987', 'chargeDeclinedLostCard', {
    decline: decline('card_declined', 'lost_card', 'Your card was declined.', 'do_not_try_again'),
  }),
  card('4000000000000069', 'chargeDeclinedExpiredCard', {
    decline: decline('expired_card', 'expired_card', 'Your card has expired.', 'do_not_try_again'),
  }),
  card('4000000000000127', 'chargeDeclinedIncorrectCvc', {
    decline: decline('incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect.", 'confirm_card_data'),
  }),
  card('4000000000000119', 'chargeDeclinedProcessingError', {
    decline: decline(
      'processing_error',
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
    ),
  }),
  card('4000000000000341', 'chargeCustomerFail', { decline: declined, saves: true }),
  card('4000002500003155', 'authenticationRequiredOnSetup', { asks: 'unless-set-up', country: 'FR' }),
  card('4000002760003184', 'authenticationRequired', { asks: 'always', country: 'DE' }),
  card('4000000000000259', 'createDispute', { disputed: true }),
];

/** The card with this number (spaces allowed). */
export function cardByNumber(number: string): TestCard | undefined {
  const digits = number.replace(/[\s-]/g, '');
  return CARDS.find((one) => one.number === digits);
}

/** The card behind `pm_card_…` or `tok_…` (also written `pm_card_visa_charge…`). */
export function cardByToken(token: string): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(?:visa_(?=charge))?(\w+)$/.exec(token)?.[1];
  return CARDS.find((one) => one.token === name);
}
