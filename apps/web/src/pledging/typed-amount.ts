import type { Currency } from '#libs/kernel/src/index.js';

/** How people write the money of a currency beside a number. */
const SIGNS: Readonly<Partial<Record<Currency, string>>> = {
  EUR: '€|euro|евро',
  USD: '\\$|dolari|dollars',
  GBP: '£',
  ILS: '₪',
  MDL: 'de lei|lei|leu|лей|лея|леев',
  RON: 'de lei|lei|leu',
};
const GROUPED = [/^\d{1,3}(?:,\d{3})+\.\d{1,2}$/, /^\d{1,3}(?:\.\d{3})+,\d{1,2}$/, /^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$/]; // prettier-ignore

/** The ways to write a currency beside a number, as the source of a regular expression. */
export function signsOf(currency: Currency): string {
  return [currency, SIGNS[currency]].filter(Boolean).join('|');
}

/**
 * A sum as somebody typed it, ready for `Money.parse`: the sign of the chosen currency is left out ("50 €", "€50"), and so
 * are thousands that cannot be anything else ("1,000.50", "1.000,50"). What may mean two things stays and is refused.
 * `assets/elements/total.js` reads the same while one types.
 */
export function typedAmount(text: string, currency: Currency): string {
  const sign = `(?:${signsOf(currency)})`;
  const bare = text.trim().replace(new RegExp(`^${sign}\\s*(?=\\d)|(?<=\\d)\\s*${sign}$`, 'iu'), '');
  const which = GROUPED.findIndex((pattern) => pattern.test(bare));
  if (which < 0) return bare;
  return which === 2 ? bare.replace(/[.,]/g, '') : bare.replaceAll(which === 0 ? ',' : '.', '');
}
