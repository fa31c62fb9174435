import { type Currency, DECIMALS } from './currency.js';
import { refuse } from './domain-error.js';
import { Money, unreadable } from './money.js';

/** How people write the money of a currency beside a number, besides its code. */
const SIGNS: Readonly<Partial<Record<Currency, string>>> = {
  AUD: 'a?\\$',
  CAD: 'c?\\$',
  CHF: 'fr\\.?|franci|франков',
  CZK: 'kč|крон',
  DKK: 'kr\\.?',
  EUR: '€|euro|eur[oi]?s|евро',
  GBP: '£|lire|pounds?|фунтов',
  ILS: '₪',
  JPY: '¥|円',
  KWD: 'kd|د\\.ك',
  MDL: 'de lei|lei|leu|лей|лея|леев',
  NOK: 'kr\\.?',
  PLN: 'zł|zl',
  RON: 'de lei|lei|leu',
  RUB: '₽|руб\\.?|рубл(?:ь|я|ей)|de ruble|ruble',
  SEK: 'kr\\.?',
  TRY: '₺|tl',
  UAH: '₴|грн\\.?|гривен|гривны',
  USD: 'us\\$|\\$|de dolari|dolari|dollars?|доллар(?:ов|а)?',
};
const GAP = /(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g;
const UNSEEN = /\p{Cf}/gu;
const MINUS = /^[^\d]*[-−–—(]\s*[^\d]*\d/;
const ANY = ['\\p{Sc}', ...Object.keys(DECIMALS), ...Object.values(SIGNS)].join('|');
const OTHER = new RegExp(`^(?:${ANY})\\s*\\d|\\d\\s*(?:${ANY})$`, 'iu');

/** The ways to write a currency beside a number, as the source of a regular expression. */
export function signsOf(currency: Currency): string {
  return [currency, SIGNS[currency]].filter(Boolean).join('|');
}

/**
 * Reads a sum as people type it: "50", "50,25", "1 000,50", "1.000,50", "1,000.50", "1'000", "50 €", "€50", "50 de lei".
 * What may mean two things is refused, not guessed: `amount-thousands` ("1.000", with `typed` and `whole`). Throws also
 * `amount-positive` (a minus), `amount-currency` (another currency beside the number), `amount-places`, `amount-digits` and
 * `amount-format`; each carries `currency` and `places`. Zero is read. `assets/elements/total.js` reads the same while one types.
 */
export function typedMoney(text: string, currency: Currency): Money {
  const clean = text.replace(UNSEEN, '').trim();
  const sign = `(?:${signsOf(currency)})`;
  if (MINUS.test(clean)) throw refuse('invalid', 'amount-positive', ...unreadable(text, currency));
  const bare = clean.replace(new RegExp(`^${sign}\\s*(?=\\d)|(?<=\\d)\\s*${sign}$`, 'iu'), '').replace(GAP, '');
  if (OTHER.test(bare)) throw refuse('invalid', 'amount-currency', ...unreadable(text, currency));
  return Money.parse(ungrouped(bare, currency), currency);
}

/** The decimal text of digits with points and commas. */
function ungrouped(bare: string, currency: Currency): string {
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(bare)) return bare.replaceAll(',', '');
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)) return bare.replaceAll('.', '').replace(',', '.');
  if (/^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$/.test(bare)) return bare.replace(/[.,]/g, '');
  const places = DECIMALS[currency];
  // One mark before three digits: thousands of a currency without decimals, decimals of one with three, else unclear.
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(bare) && !(places === 3 && bare.includes('.'))) {
    const whole = bare.replace(/[.,]/, '');
    const [message, params] = unreadable(bare, currency);
    if (places > 0) throw refuse('invalid', 'amount-thousands', message, { ...params, typed: bare, whole });
    return whole;
  }
  return bare.replace(',', '.');
}
