import fs from 'node:fs';
import { type Currency, currencyOf, DECIMALS, Money } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';

interface CurrencyRules {
  readonly presentment: readonly string[];
  readonly min_charge_minor_units: Readonly<Partial<Record<Currency, number>>>;
  readonly zero_decimal: readonly string[];
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
  /** Sums must be a multiple of this: 0.010 in a currency of three decimals, 1.00 in MGA, which Stripe knows without any. */
  readonly step: Money;
}

/** The limits of a card payment in a currency, from Stripe's published table; null when a card cannot be charged in it. */
export function chargeLimits(currency: Currency): ChargeLimits | null {
  if (!rules.presentment.includes(currency)) return null;
  const least = rules.min_charge_minor_units[currency];
  const { times, over } = scaleOf(currency);
  const max = (BigInt('9'.repeat(rules.max_amount_digits_default)) * over) / times;
  const step = rules.three_decimal_last_digit_zero.includes(currency) ? 10n : over;
  return {
    min: least === undefined ? null : Money.ofMinor((BigInt(least) * over) / times, currency),
    max: Money.ofMinor(max - (max % step), currency),
    step: Money.ofMinor(step, currency),
  };
}

/** Whether a card can be charged exactly this. */
export function isChargeable({ minor, currency }: Money): boolean {
  const limits = chargeLimits(currency);
  if (!limits) return false;
  const { min, max, step } = limits;
  return minor >= (min?.minor ?? 1n) && minor <= max.minor && minor % step.minor === 0n;
}

/** Our exact amount as Stripe's integer: ISK has no decimals with us and two with Stripe. Throws on what Stripe cannot write. */
export function toStripe(money: Money): { amount: number; currency: string } {
  const { times, over } = scaleOf(money.currency);
  const amount = Number((money.minor * times) / over);
  if (!Number.isSafeInteger(amount) || money.minor % over !== 0n)
    throw new RangeError(`${money.toString()} ${money.currency} cannot be charged`);
  return { amount, currency: money.currency.toLowerCase() };
}

/** Stripe's integer as our exact amount. Throws on a currency that Plai does not know. */
export function fromStripe(amount: number, currency: string): Money {
  const code = currencyOf(currency);
  const { times, over } = scaleOf(code);
  const minor = BigInt(amount) * over;
  if (minor % times !== 0n) throw new RangeError(`${amount} ${currency} has parts that ${code} does not have`);
  return Money.ofMinor(minor / times, code);
}

/** Stripe's units are ours times `times` over `over`; both are 1 but where Stripe counts other decimals than ISO 4217. */
function scaleOf(currency: Currency): { times: bigint; over: bigint } {
  const places = rules.zero_decimal.includes(currency)
    ? 0
    : rules.three_decimal_last_digit_zero.includes(currency)
      ? 3
      : 2;
  const more = places - DECIMALS[currency];
  return { times: 10n ** BigInt(Math.max(more, 0)), over: 10n ** BigInt(Math.max(-more, 0)) };
}
