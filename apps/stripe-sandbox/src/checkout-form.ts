import { cardByNumber } from './cards.js';
import { type Payer } from './checkout-payment.js';
import { type Words } from './checkout-words.js';
import { type RawMap } from './form.js';

/** Fields of the page's form, in their order. */
export const FIELDS = ['email', 'number', 'expiry', 'cvc', 'name', 'iban'] as const;
/** One of them. */
export type Field = (typeof FIELDS)[number];
/** What somebody typed. */
export type Typed = Partial<Record<Field, string>>;
/** Which text stands beside which field. */
export type Problems = Partial<Record<Field, keyof Words>>;

/** Accounts that can be debited on the page, and whether the debit will go through. */
export const IBANS: Readonly<Record<string, 'succeeded' | 'failed'>> = {
  AT611904300234573201: 'succeeded',
  AT861904300235473202: 'failed',
};

/** What was typed, as text. */
export function typedIn(form: RawMap): Typed {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = form.get(field);
      return typeof value === 'string' ? [[field, value.trim().slice(0, 200)]] : [];
    }),
  );
}

/** The payer, or what is wrong with each field. `fixedEmail` is used when the merchant already knows it. */
export function readPayer(
  typed: Typed,
  fixedEmail: string | null,
  now: number,
  debits: boolean,
): { payer: Payer } | { problems: Problems } {
  const problems: Problems = {};
  const email = fixedEmail ?? typed.email ?? '';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) problems.email = 'emailBad';
  const name = typed.name ?? '';
  if (name === '') problems.name = 'nameBad';
  if (debits && typed.iban) return withIban(typed.iban, { email, name }, problems);
  const number = (typed.number ?? '').replace(/[\s-]/g, '');
  const card = cardByNumber(number);
  if (!card) problems.number = luhn(number) ? 'numberUnknown' : 'numberBad';
  const expiry = readExpiry(typed.expiry ?? '');
  if (!expiry) problems.expiry = 'expiryBad';
  else if (isPast(expiry, now)) problems.expiry = 'expiryPast';
  if (!/^\d{3,4}$/.test(typed.cvc ?? '')) problems.cvc = 'cvcBad';
  if (!card || !expiry || Object.keys(problems).length > 0) return { problems };
  return { payer: { email, name, with: { card, expMonth: expiry.month, expYear: expiry.year } } };
}

function withIban(
  typed: string,
  who: { email: string; name: string },
  problems: Problems,
): { payer: Payer } | { problems: Problems } {
  const iban = typed.replace(/\s/g, '').toUpperCase();
  if (!Object.hasOwn(IBANS, iban)) problems.iban = 'ibanBad';
  return Object.keys(problems).length > 0 ? { problems } : { payer: { ...who, with: { iban } } };
}

function readExpiry(text: string): { month: number; year: number } | undefined {
  const parts = /^(0?[1-9]|1[0-2])\s*[/.\- ]?\s*((?:20)?\d{2})$/.exec(text);
  if (!parts) return undefined;
  const year = Number(parts[2]);
  return { month: Number(parts[1]), year: year < 100 ? 2000 + year : year };
}

function isPast({ month, year }: { month: number; year: number }, now: number): boolean {
  const today = new Date(now * 1000);
  return year * 12 + month < today.getUTCFullYear() * 12 + today.getUTCMonth() + 1;
}

function luhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
