/** An exact share. Always in lowest terms, with a denominator above zero. */
export class Fraction {
  private constructor(
    readonly num: bigint,
    readonly den: bigint,
  ) {}

  static of(num: bigint, den: bigint): Fraction {
    const common = gcd(num < 0n ? -num : num, den) || 1n;
    return new Fraction(num / common, den / common);
  }

  /** Below, equal or above zero as this one is below, equal to or above the other. */
  compare(other: Fraction): bigint {
    return this.num * other.den - other.num * this.den;
  }

  /** Rounded down to whole units. */
  floor(): bigint {
    return this.num / this.den;
  }

  /** "945607/693", or "607" where it is whole. */
  toString(): string {
    return this.den === 1n ? `${this.num}` : `${this.num}/${this.den}`;
  }
}

/** The largest number that divides both. */
export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
