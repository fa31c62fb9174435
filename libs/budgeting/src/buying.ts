import { type Election, precedence, type Roll } from './election.js';
import { Fraction, gcd } from './fraction.js';

/** One option bought by those who approve of it. */
export interface Purchase {
  /** The place of the option in the election. */
  readonly place: number;
  /** What everybody pays who still has so much; the others pay what they have left. */
  readonly share: Fraction;
  /** How many pay the whole share, and how many less but something. */
  readonly full: number;
  readonly partly: number;
}

/** What one run of buying left behind. */
export interface Run {
  readonly purchases: readonly Purchase[];
  /** For each option, by its place: what those who approve of it have left together. */
  readonly leftOf: (place: number) => Fraction;
}

/** What an option costs each of those who approve of it, over the money's denominator. */
interface Price {
  readonly num: bigint;
  readonly den: bigint;
  readonly full: number;
  readonly partly: number;
}

/**
 * Equal Shares, once: everybody has `start / voters`, and what costs its approvers least for its size is bought until
 * they can pay for nothing more (README.md of this room, steps 1 to 7). In fractions: nothing is rounded.
 */
export function buy(election: Election, roll: Roll, start: bigint): Run {
  const purse = new Purse(roll, start);
  const before = precedence(election.options, roll.votes);
  const supported = election.options.map((_, place) => place).filter((place) => roll.votes[place]! > 0);
  const costOf = (place: number) => election.options[place]!.cost;
  const purchases: Purchase[] = supported
    .filter((place) => costOf(place) === 0n)
    .sort(before)
    .map((place) => ({ place, share: Fraction.of(0n, 1n), full: roll.votes[place]!, partly: 0 }));
  // The last price known of each. Money only leaves, so a price only rises: who was dearer then is dearer now.
  let waiting = supported.filter((place) => costOf(place) > 0n).map((place) => ({ place, price: purse.start(place, costOf(place)) })); // prettier-ignore
  const dearer = (a: (typeof waiting)[number], b: (typeof waiting)[number]) =>
    sign(a.price.num * b.price.den * costOf(b.place) - b.price.num * a.price.den * costOf(a.place)) ||
    before(a.place, b.place);
  for (;;) {
    waiting.sort(dearer);
    let best: (typeof waiting)[number] | undefined;
    const dropped = new Set<number>();
    for (const one of waiting) {
      if (best && dearer(best, one) < 0) break;
      const price = purse.priceOf(one.place, costOf(one.place));
      if (!price) dropped.add(one.place);
      else {
        one.price = price;
        if (!best || dearer(one, best) < 0) best = one;
      }
    }
    if (!best) return { purchases, leftOf: (place) => purse.leftOf(place) };
    const { place, price } = best;
    purse.pay(place, price);
    purchases.push({ place, share: Fraction.of(price.num, price.den), full: price.full, partly: price.partly });
    waiting = waiting.filter((one) => one !== best && !dropped.has(one.place));
  }
}

/** What every group of voters has left, over one denominator that grows with each purchase. */
class Purse {
  private den: bigint;
  private readonly money: bigint[];

  constructor(
    private readonly roll: Roll,
    start: bigint,
  ) {
    this.den = BigInt(roll.voters || 1);
    this.money = Array.from(roll.weights, () => start);
  }

  /** The least that a share of it can be: everybody pays the same. */
  start(place: number, cost: bigint): Price {
    return { num: cost, den: BigInt(this.roll.votes[place]!), full: this.roll.votes[place]!, partly: 0 };
  }

  /** What an option costs each of its approvers now; null when they can no longer pay for it. */
  priceOf(place: number, cost: bigint): Price | null {
    const whole = cost * this.den;
    let rich = this.groupsOf(place).filter((group) => this.money[group]! > 0n);
    let [k, paid, partly] = [this.weigh(rich), 0n, 0];
    // Who cannot pay the share pays what he has, which raises it for the others, until all who remain can.
    for (let poorer = true; poorer;) {
      poorer = false;
      const [due, heads] = [whole - paid, BigInt(k)];
      rich = rich.filter((group) => {
        if (this.money[group]! * heads >= due) return true;
        const weight = this.roll.weights[group]!;
        paid += this.money[group]! * BigInt(weight);
        k -= weight;
        partly += weight;
        poorer = true;
        return false;
      });
    }
    return k === 0 ? null : { num: whole - paid, den: BigInt(k) * this.den, full: k, partly };
  }

  /** Takes the share from everybody who approves of it, or what he has. */
  pay(place: number, price: Price): void {
    const share = Fraction.of(price.num, price.den);
    const factor = share.den / gcd(share.den, this.den);
    if (factor > 1n) {
      this.den *= factor;
      for (let group = 0; group < this.money.length; group += 1) this.money[group]! *= factor;
    }
    const due = share.num * (this.den / share.den);
    for (const group of this.groupsOf(place)) {
      const has = this.money[group]!;
      this.money[group] = has > due ? has - due : 0n;
    }
  }

  leftOf(place: number): Fraction {
    const sum = this.groupsOf(place).reduce((all, group) => all + this.money[group]! * BigInt(this.roll.weights[group]!), 0n); // prettier-ignore
    return Fraction.of(sum, this.den);
  }

  private groupsOf(place: number): number[] {
    return Array.from(this.roll.approvers[place]!);
  }

  private weigh(groups: readonly number[]): number {
    return groups.reduce((sum, group) => sum + this.roll.weights[group]!, 0);
  }
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}
