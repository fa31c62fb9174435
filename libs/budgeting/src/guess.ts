import { type Election, precedence, type Roll } from './election.js';

/** What a run of buying buys, found in floating point and known to be what fractions would say. */
export interface Guess {
  /** Places of the options, in the order in which they are bought. */
  readonly bought: readonly number[];
  /** By how much more for each voter, in the smallest unit, nothing that is bought changes: all below this is the same. */
  readonly sameBelow: number;
}

/** A price, how far from the true one it may be at most, and the votes in effect. */
interface Priced {
  readonly pay: number;
  readonly error: number;
  /** cost / pay; `whole` when everybody who has anything pays alike, then it is a number of people and exact. */
  readonly effect: number;
  readonly effectError: number;
  readonly whole: boolean;
}

const EPS = 2 ** -52;
/** A comparison that the rounding of floats could have decided. */
class Uncertain extends Error {}

/**
 * The same as `buy`, in floats that carry a bound of their own error: every comparison that could come out otherwise in
 * fractions makes the whole run uncertain, and the answer null. So what it does answer is exact.
 */
export function guesser(election: Election, roll: Roll): (start: number) => Guess | null {
  const shape = shapeOf(election, roll);
  return (start) => {
    try {
      return new Guessing(shape, start / roll.voters).run();
    } catch (error) {
      if (error instanceof Uncertain) return null;
      throw error;
    }
  };
}

/** What does not change from run to run. */
interface Shape {
  readonly roll: Roll;
  readonly costs: readonly number[];
  /** Options of the same cost with the same approvers have the same price for ever. */
  readonly twinOf: readonly number[];
  readonly before: (a: number, b: number) => number;
  readonly free: readonly number[];
  readonly priced: readonly number[];
}

function shapeOf({ options }: Election, roll: Roll): Shape {
  const before = precedence(options, roll.votes);
  const places = options
    .map((_, place) => place)
    .filter((place) => roll.votes[place]! > 0)
    .sort(before);
  const seen = new Map<string, number>();
  const twinOf = options.map(({ cost }, place) => {
    const key = `${cost} ${roll.approvers[place]!.join()}`;
    return seen.get(key) ?? (seen.set(key, place), place);
  });
  return {
    roll,
    costs: options.map(({ cost }) => Number(cost)),
    twinOf,
    before,
    free: places.filter((place) => options[place]!.cost === 0n),
    priced: places.filter((place) => options[place]!.cost > 0n),
  };
}

class Guessing {
  private readonly money: Float64Array;
  /** No group's money is further from the true sum than this. */
  private moneyError: number;
  private sameBelow = Infinity;

  constructor(
    private readonly shape: Shape,
    each: number,
  ) {
    this.money = new Float64Array(shape.roll.weights.length).fill(each);
    this.moneyError = EPS * each;
  }

  run(): Guess {
    const bought = [...this.shape.free];
    let waiting = this.shape.priced.map((place) => ({ place, priced: this.untouched(place) }));
    for (;;) {
      waiting.sort((a, b) => b.priced.effect - a.priced.effect || this.shape.before(a.place, b.place));
      const gone = new Set<number>();
      let best: (typeof waiting)[number] | undefined;
      for (const one of waiting) {
        if (best && this.surelyWeaker(one.priced, best.priced)) break;
        const priced = this.price(one.place);
        if (!priced) gone.add(one.place);
        else {
          one.priced = priced;
          if (!best || this.firstOf(one, best)) best = one;
        }
      }
      if (!best) return { bought, sameBelow: Math.max(0, this.sameBelow) };
      const { place, priced } = best;
      waiting = waiting.filter((one) => one !== best && !gone.has(one.place));
      // While nobody is short, more money buys the same: nobody's votes can weigh more than all of them.
      const saturated = priced.whole && priced.effect === this.shape.roll.votes[place];
      if (!saturated || waiting.some((one) => this.shape.before(one.place, place) < 0)) this.sameBelow = 0;
      this.pay(place, priced);
      bought.push(place);
    }
  }

  /** What it costs while nobody has paid for anything. */
  private untouched(place: number): Priced {
    const votes = this.shape.roll.votes[place]!;
    return { pay: this.shape.costs[place]! / votes, error: 0, effect: votes, effectError: 0, whole: true };
  }

  private price(place: number): Priced | null {
    const { weights, approvers } = this.shape.roll;
    const groups = approvers[place]!;
    const cost = this.shape.costs[place]!;
    let [heads, poor, paid, gap] = [0, 0, 0, Infinity];
    for (const group of groups) if (this.money[group]! > 0) heads += weights[group]!;
    let pay = cost / heads;
    for (let before = -1; poor !== before && poor < heads;) {
      before = poor;
      [poor, paid, gap] = [0, 0, Infinity];
      for (const group of groups) {
        const has = this.money[group]!;
        if (has === 0) continue;
        if (has < pay) {
          poor += weights[group]!;
          paid += weights[group]! * has;
        }
        const apart = Math.abs(has - pay);
        if (apart < gap) gap = apart;
      }
      if (poor !== before) pay = (cost - paid) / (heads - poor);
    }
    const drift = poor * this.moneyError + EPS * (groups.length + 4) * cost;
    if (poor >= heads) return this.drop(place, paid, drift);
    const error = drift / (heads - poor) + 4 * EPS * pay;
    if (gap <= error + this.moneyError) throw new Uncertain();
    if (poor === 0) return { pay, error, effect: heads, effectError: 0, whole: true };
    const effect = cost / pay;
    return { pay, error, effect, effectError: 2 * effect * (error / pay) + 4 * EPS * effect, whole: false };
  }

  /** Its approvers have less than it costs, and will never have more. */
  private drop(place: number, total: number, drift: number): null {
    const lacks = this.shape.costs[place]! - total - drift;
    if (lacks <= 0) throw new Uncertain();
    this.sameBelow = Math.min(this.sameBelow, lacks / this.shape.roll.votes[place]!);
    return null;
  }

  private surelyWeaker(one: Priced, best: Priced): boolean {
    return one.effect + one.effectError < best.effect - best.effectError;
  }

  /** Whether the first of two is bought before the second. */
  private firstOf(one: { place: number; priced: Priced }, best: { place: number; priced: Priced }): boolean {
    const [a, b] = [one.priced, best.priced];
    if (this.surelyWeaker(a, b)) return false;
    if (this.surelyWeaker(b, a)) return true;
    const tie = (a.whole && b.whole) || this.shape.twinOf[one.place] === this.shape.twinOf[best.place];
    if (!tie) throw new Uncertain();
    return this.shape.before(one.place, best.place) < 0;
  }

  private pay(place: number, { pay, error }: Priced): void {
    let most = 0;
    for (const group of this.shape.roll.approvers[place]!) {
      const has = this.money[group]!;
      if (has > most) most = has;
      this.money[group] = has > pay ? has - pay : 0;
    }
    this.moneyError += error + EPS * most;
  }
}
