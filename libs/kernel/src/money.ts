import { DECIMALS, type Currency } from './currency.js';
import { type RefusalParams, refuse } from './domain-error.js';

/** Money in JSON, everywhere: a plain decimal text and an ISO code. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: Currency;
}

const DIGITS_MAX = 12;

/** An exact amount in one currency, counted in its smallest unit. Immutable; may be negative in differences. */
export class Money {
  private constructor(
    readonly minor: bigint,
    readonly currency: Currency,
  ) {}

  static ofMinor(minor: bigint, currency: Currency): Money {
    return new Money(minor, currency);
  }

  static zero(currency: Currency): Money {
    return new Money(0n, currency);
  }

  static lei(minor: bigint): Money {
    return new Money(minor, 'MDL');
  }

  /**
   * Reads the decimal text of a program: "50" or "50.00", digits with no more places than the currency has. Throws
   * `amount-digits` above twelve digits before the point, `amount-places` for more places than the currency has, and
   * `amount-format` for anything else: "1e3", "-5", "50,25". What a person types is read by `typedMoney`.
   */
  static parse(text: string, currency: Currency): Money {
    const [, whole, places = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === undefined) throw refuse('invalid', 'amount-format', ...unreadable(text, currency));
    if (whole.length > DIGITS_MAX) throw refuse('invalid', 'amount-digits', ...unreadable(text, currency));
    if (places.length > DECIMALS[currency]) throw refuse('invalid', 'amount-places', ...unreadable(text, currency));
    return new Money(BigInt(whole + places.padEnd(DECIMALS[currency], '0')), currency);
  }

  plus(other: Money): Money {
    return new Money(this.minor + this.same(other).minor, this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.minor - this.same(other).minor, this.currency);
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.minor === other.minor;
  }

  /** Negative, zero or positive as this is less than, equal to or more than `other` of the same currency. */
  compare(other: Money): number {
    const difference = this.minor - this.same(other).minor;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  min(other: Money): Money {
    return this.compare(other) <= 0 ? this : other;
  }

  isPositive(): boolean {
    return this.minor > 0n;
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  /**
   * Shares this amount by weight so that the shares add up to it exactly: the left-over units go to the largest
   * remainders, ties to the earlier weight. Throws on no positive weight.
   */
  allocate(weights: readonly bigint[]): Money[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('weights must be positive in sum');
    const shares = weights.map((weight, index) => {
      const product = this.minor * weight;
      return { index, units: product / total, remainder: product % total };
    });
    let left = this.minor - shares.reduce((sum, share) => sum + share.units, 0n);
    const unit = left < 0n ? -1n : 1n;
    const order = [...shares].sort((a, b) => largestFirst(a.remainder, b.remainder) || a.index - b.index);
    for (const share of order) {
      if (left === 0n) break;
      share.units += unit;
      left -= unit;
    }
    return shares.map((share) => new Money(share.units, this.currency));
  }

  /** The plain decimal text: "-0.05", "50.00", "1000" for a currency without decimals. */
  toString(): string {
    const places = DECIMALS[this.currency];
    const sign = this.minor < 0n ? '-' : '';
    const digits = (this.minor < 0n ? -this.minor : this.minor).toString().padStart(places + 1, '0');
    return sign + (places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`);
  }

  toJSON(): MoneyJson {
    return { amount: this.toString(), currency: this.currency };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency)
      throw new RangeError(`${this.currency} and ${other.currency} cannot be combined`);
    return other;
  }
}

function largestFirst(a: bigint, b: bigint): number {
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return x < y ? 1 : x > y ? -1 : 0;
}

/** What a refusal says of a text that is no amount of a currency. */
export function unreadable(text: string, currency: Currency): [message: string, params: RefusalParams] {
  return [`"${text.slice(0, 40)}" is not an amount in ${currency}.`, { currency, places: DECIMALS[currency] }];
}
