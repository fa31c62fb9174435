import fs from 'node:fs';
import { type Currency, DECIMALS, DomainError, Money, refuse, type RefusalParams } from '#libs/kernel/src/index.js';
import { chargeLimits, type ChargeLimits } from '#libs/payments/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { fromLei, type Rate, type RateOfDay } from '#libs/rates/src/index.js';

interface CardAmounts {
  readonly smallestInLei: string;
  readonly fee: {
    readonly settlement: Currency;
    readonly fixed: string;
    readonly basisPoints: number;
    readonly conversionBasisPoints: number;
  };
}

const data = JSON.parse(fs.readFileSync(fromRoot('libs/pledges/data/card-amounts.json'), 'utf8')) as CardAmounts;
/** Sums that a person finds round: at most half as much again as the one below, so the floor in lei is never far off. */
const ROUND = [10n, 15n, 20n, 30n, 40n, 50n, 60n, 80n];

/** The currency in which the card company counts its fixed fee. */
export const FEE_CURRENCY: Currency = data.fee.settlement;

/** What a card payment costs: a share in basis points and a fixed part in the payment's own currency. */
export interface CardFee {
  readonly basisPoints: number;
  readonly fixed: Money;
}

/**
 * The rate of `FEE_CURRENCY` for `cardFee`: the last one known, however old, because the fee is an estimate (what the card
 * company took is known afterwards, and booked as it was) and its fixed part a few lei, of which an old rate misses a few bani.
 * Null when there is none, so that lei can be given before the first table is loaded.
 */
export function feeRateIn(rateOf: (currency: Currency) => RateOfDay): RateOfDay | null {
  try {
    return rateOf(FEE_CURRENCY);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rate-missing') return null;
    throw error;
  }
}

/** The fee of a card payment in a currency; `rate` is that currency's, `feeRate` from `feeRateIn`: without it only the share. */
export function cardFee(rate: Rate, feeRate: Rate | null): CardFee {
  const fixed = Money.parse(data.fee.fixed, FEE_CURRENCY);
  if (rate.currency === FEE_CURRENCY) return { basisPoints: data.fee.basisPoints, fixed };
  const basisPoints = data.fee.basisPoints + data.fee.conversionBasisPoints;
  if (!feeRate) return { basisPoints, fixed: Money.zero(rate.currency) };
  // One scaled conversion of fixed × feeRate / rate, upwards: a fee shown too small would be paid by the operator.
  const minor = ceil(
    fixed.minor * scaled(feeRate.perUnit) * 10n ** BigInt(DECIMALS[rate.currency]),
    scaled(rate.perUnit) * 10n ** BigInt(DECIMALS[FEE_CURRENCY]),
  );
  return { basisPoints, fixed: Money.ofMinor(minor, rate.currency) };
}

/** What a donor adds so that `net` arrives after the fee: (net + fixed) / (1 − share) − net, rounded up to what can be charged. */
export function feeCover(net: Money, { basisPoints, fixed }: CardFee): Money {
  const gross = ceil((net.minor + fixed.minor) * 10_000n, 10_000n - BigInt(basisPoints));
  return Money.ofMinor(upTo(gross - net.minor, chargeStep(net.currency)), net.currency);
}

/** The smallest gift by card in a currency: what the card company takes at all, and a floor in lei, rounded up to a round sum. */
export function smallestByCard(rate: Rate): Money {
  const listed = limitsOf(rate.currency).min?.minor ?? 1n;
  const floor = fromLei(Money.parse(data.smallestInLei, 'MDL'), rate).minor;
  return Money.ofMinor(upTo(round(listed > floor ? listed : floor), chargeStep(rate.currency)), rate.currency);
}

/** The largest gift by card in a currency. */
export function largestByCard(currency: Currency): Money {
  return limitsOf(currency).max;
}

/**
 * Refuses a gift by card that cannot be charged: `currency-not-by-card`, `amount-min` (param: `min`), and the
 * refusals of `mustFitCard` and `mustBeOnStep`.
 */
export function mustBeChargeable(amount: Money, rate: Rate): void {
  const min = smallestByCard(rate);
  if (amount.compare(min) < 0) throw refuse('invalid', 'amount-min', ...unchargeable({ min }));
  mustFitCard(amount);
  mustBeOnStep(amount);
}

/** Refuses a total that is more than a card can be charged at once: `amount-max` (param: `max`). */
export function mustFitCard(total: Money): void {
  const max = largestByCard(total.currency);
  if (total.compare(max) > 0) throw refuse('invalid', 'amount-max', ...unchargeable({ max }));
}

/**
 * Refuses what lies between two sums that a card can be charged, or sent back: `amount-step` (params: `below` and `above`,
 * written so that they can be typed, and `currency`).
 */
export function mustBeOnStep(amount: Money): void {
  const { currency } = amount;
  const step = chargeStep(currency);
  const below = amount.minor - (amount.minor % step);
  if (below === amount.minor) return;
  const [low, high] = [below, below + step].map((minor) =>
    Money.ofMinor(minor, currency)
      .toString()
      .replace(/\.?0+$/, ''),
  );
  throw refuse('invalid', 'amount-step', ...unchargeable({ below: low!, above: high!, currency }));
}

/** Minor units of the smallest step that a card can be charged in a currency. */
export function chargeStep(currency: Currency): bigint {
  return limitsOf(currency).step.minor;
}

function unchargeable(params: RefusalParams): [message: string, params: RefusalParams] {
  return [`This cannot be charged to a card: ${JSON.stringify(params)}.`, params];
}

function limitsOf(currency: Currency): ChargeLimits {
  const limits = chargeLimits(currency);
  if (!limits) throw refuse('invalid', 'currency-not-by-card', ...unchargeable({ currency }));
  return limits;
}

function round(minor: bigint): bigint {
  let unit = 1n;
  while (ROUND.at(-1)! * unit < minor && 100n * unit < minor) unit *= 10n;
  if (minor <= 10n) return minor;
  return ROUND.map((one) => one * unit).find((sum) => sum >= minor) ?? 100n * unit;
}

function upTo(minor: bigint, step: bigint): bigint {
  return ceil(minor, step) * step;
}

function ceil(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

const PLACES = 12;
/** A decimal text as an integer of 10⁻¹² units: rates have at most eight places and a nominal of 10,000. */
function scaled(decimal: string): bigint {
  const [whole = '0', places = ''] = decimal.split('.');
  return BigInt(whole + places.padEnd(PLACES, '0'));
}
