import { type CivilDate, type Currency, daysBetween, DECIMALS, Money, refuse } from '#libs/kernel/src/index.js';

/**
 * Where a rate comes from: the National Bank; the ECB, through the National Bank's euro of the same day, for a currency that
 * the National Bank does not have; or made up for a demonstration.
 */
export type RateSource = 'BNM' | 'ECB' | 'ILLUSTRATIVE';

/** What one unit of a currency was worth in lei on a day. */
export interface Rate {
  readonly source: RateSource;
  readonly currency: Currency;
  /** The day that the source gives for it: on or before the day asked for. */
  readonly on: CivilDate;
  /** Lei for one unit, as exact decimal text: "19.50", "0.17415". */
  readonly perUnit: string;
  /** True when nobody published it: pages must say so. */
  readonly illustrative: boolean;
}

/** A rate as it stands on a day that somebody asks for. */
export interface RateOfDay extends Rate {
  /** How many days before that day the oldest of what it was made from was set. */
  readonly days: number;
  /** Too old for anything new, by `isStale`. */
  readonly stale: boolean;
}

/** The leu itself, on any day. */
export function leu(on: CivilDate): RateOfDay {
  return { source: 'BNM', currency: 'MDL', on, perUnit: '1', illustrative: false, days: 0, stale: false };
}

/**
 * The one rule of age: what was set more than `RATES_MAX_DAYS` days ago counts nothing new, because whoever gives would be told
 * lei that nobody pays any more, and that figure would stand on his gift for ever. What is promised keeps the rate of its day,
 * and what is looked back at has the rate of that day, however old these are now.
 */
export function isStale(days: number, maxDays: number): boolean {
  return days > maxDays;
}

/**
 * The rate for something new, frozen on it from now on. Throws `rate-stale` (params: `currency`, `days`, and `own`: "no") when it is
 * too old.
 */
export function fresh({ days, stale, ...rate }: RateOfDay): Rate {
  if (!stale) return rate;
  throw tooOld(rate.currency, days, 'no');
}

/**
 * The rate that is frozen on something which nobody has promised or paid yet: by the same rule it may be used for it on a day.
 * Throws `rate-stale` with `own`: "yes", because given anew it gets the newest rate. Lei always may.
 */
export function stillFresh({ currency, on }: Pick<Rate, 'currency' | 'on'>, today: CivilDate, maxDays: number): void {
  const days = daysBetween(on, today);
  if (currency !== 'MDL' && isStale(days, maxDays)) throw tooOld(currency, days, 'yes');
}

function tooOld(currency: Currency, days: number, own: 'yes' | 'no'): Error {
  return refuse('invalid', 'rate-stale', `The rate for ${currency} is ${days} days old.`, { currency, days, own });
}

/** Lei for one unit from a source's value for `nominal` units (a power of ten): exact, without trailing zeros. */
export function perUnitOf(value: string, nominal: number): string {
  const [whole = '0', places = ''] = value.split('.');
  const shift = String(nominal).length - 1;
  const digits = (whole + places).padStart(places.length + shift + 1, '0');
  const at = digits.length - places.length - shift;
  const fraction = digits.slice(at).replace(/0+$/, '');
  return digits.slice(0, at).replace(/^0+(?=\d)/, '') + (fraction ? `.${fraction}` : '');
}

const DIGITS = 6;
const PLACES_MAX = 12;

/**
 * Lei for one unit of a currency of which `units` are one euro and a euro is `lei`: to six significant digits, as both banks
 * publish, half to even.
 */
export function acrossEuro(lei: string, units: string): string {
  const [euro, one] = [exact(lei), exact(units)];
  const at = (places: number) => halfEven(euro.units * one.scale * 10n ** BigInt(places), euro.scale * one.units);
  let places = 0;
  while (places < PLACES_MAX && at(places) < 10n ** BigInt(DIGITS - 1)) places += 1;
  return perUnitOf(at(places).toString(), 10 ** places);
}

/** An amount in lei at this rate, rounded half to even to the ban. Throws when the rate is another currency's. */
export function toLei(money: Money, rate: Pick<Rate, 'currency' | 'perUnit'>): Money {
  if (money.currency !== rate.currency) throw new RangeError(`${money.currency} has no rate in ${rate.currency}`);
  const { units, scale } = exact(rate.perUnit);
  return Money.lei(halfEven(money.minor * units * 100n, scale * 10n ** BigInt(DECIMALS[money.currency])));
}

/** What a sum in lei is in the rate's currency, rounded half to even to its smallest unit. */
export function fromLei(lei: Money, rate: Pick<Rate, 'currency' | 'perUnit'>): Money {
  if (lei.currency !== 'MDL') throw new RangeError(`${lei.currency} is not lei`);
  const { units, scale } = exact(rate.perUnit);
  const minor = halfEven(lei.minor * scale * 10n ** BigInt(DECIMALS[rate.currency]), units * 100n);
  return Money.ofMinor(minor, rate.currency);
}

function exact(decimal: string): { units: bigint; scale: bigint } {
  const [whole = '0', places = ''] = decimal.split('.');
  return { units: BigInt(whole + places), scale: 10n ** BigInt(places.length) };
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const floor = size / denominator;
  const twice = (size % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && floor % 2n === 1n);
  const rounded = up ? floor + 1n : floor;
  return numerator < 0n ? -rounded : rounded;
}
