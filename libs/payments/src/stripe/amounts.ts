import fs from 'node:fs';
import { type Currency, currencyOf, DECIMALS, Money } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';

interface CurrencyRules {
  readonly min_charge_minor_units: Readonly<Partial<Record<Currency, number>>>;
  readonly zero_decimal_sent_as_two_decimals: readonly string[];
  readonly three_decimal_last_digit_zero: readonly string[];
  readonly max_amount_digits_default: number;
}

const rules = JSON.parse(
  fs.readFileSync(fromRoot('libs/payments/data/stripe-currencies.json'), 'utf8'),
) as CurrencyRules;

/** What a card can be charged in a currency. */
export interface ChargeLimits {
  /** The least sum, where Stripe names one (it counts in the currency of settlement, so it is a first guard only). */
  readonly min: Money | null;
  readonly max: Money;
  /** Sums must be a multiple of this: 0.010 in a currency of three decimals. */
  readonly step: Money;
}

/** The limits of a card payment in a currency, from Stripe's published table. */
export function chargeLimits(currency: Currency): ChargeLimits {
  const least = rules.min_charge_minor_units[currency];
  const max = BigInt('9'.repeat(rules.max_amount_digits_default)) / factor(currency);
  const step = rules.three_decimal_last_digit_zero.includes(currency) ? 10n : 1n;
  return {
    min: least === undefined ? null : Money.ofMinor(BigInt(least) / factor(currency), currency),
    max: Money.ofMinor(max - (max % step), currency),
    step: Money.ofMinor(step, currency),
  };
}

/** Whether a card can be charged exactly this. */
export function isChargeable(money: Money): boolean {
  const { min, max, step } = chargeLimits(money.currency);
  return money.minor >= (min?.minor ?? 1n) && money.minor <= max.minor && money.minor % step.minor === 0n;
}

/** Our exact amount as Stripe's integer: ISK has no decimals with us and two with Stripe. */
export function toStripe(money: Money): { amount: number; currency: string } {
  const amount = Number(money.minor * factor(money.currency));
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${money.toString()} is too large`);
  return { amount, currency: money.currency.toLowerCase() };
}

/** Stripe's integer as our exact amount. Throws on a currency that Plai does not know. */
export function fromStripe(amount: number, currency: string): Money {
  const code = currencyOf(currency);
  const minor = BigInt(amount);
  if (minor % factor(code) !== 0n) throw new RangeError(`${amount} ${currency} has parts that ${code} does not have`);
  return Money.ofMinor(minor / factor(code), code);
}

function factor(currency: Currency): bigint {
  return DECIMALS[currency] === 0 && rules.zero_decimal_sent_as_two_decimals.includes(currency) ? 100n : 1n;
}
