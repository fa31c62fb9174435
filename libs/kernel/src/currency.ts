import { refuse } from './domain-error.js';

/**
 * The currencies that Plai knows, with the decimal places of ISO 4217 (list one, 2026). JPY has none, KWD has three:
 * never assume two.
 */
export const DECIMALS = {
  AED: 2, ALL: 2, AMD: 2, AUD: 2, AZN: 2, BGN: 2, BHD: 3, BRL: 2, BYN: 2, CAD: 2, CHF: 2, CNY: 2, CZK: 2, DKK: 2,
  EGP: 2, EUR: 2, GBP: 2, GEL: 2, HKD: 2, HUF: 2, ILS: 2, INR: 2, ISK: 0, JOD: 3, JPY: 0, KGS: 2, KRW: 0, KWD: 3,
  KZT: 2, MAD: 2, MDL: 2, MKD: 2, MXN: 2, MYR: 2, NOK: 2, NZD: 2, OMR: 3, PLN: 2, QAR: 2, RON: 2, RSD: 2, RUB: 2,
  SAR: 2, SEK: 2, SGD: 2, THB: 2, TJS: 2, TMT: 2, TND: 3, TRY: 2, UAH: 2, USD: 2, UZS: 2, XOF: 0, ZAR: 2,
} as const; // prettier-ignore

/** A currency of the table, as ISO 4217 writes it. */
export type Currency = keyof typeof DECIMALS;

/** Reads a currency code as sent (any case). Throws `currency-unknown`. */
export function currencyOf(text: string): Currency {
  const code = text.toUpperCase();
  if (!Object.hasOwn(DECIMALS, code))
    throw refuse('invalid', 'currency-unknown', `"${text}" is not a currency we take.`);
  return code as Currency;
}
