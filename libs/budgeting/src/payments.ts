import { Fraction, gcd } from './fraction.js';

/** Something bought with equal shares: what everybody paid who ticked it and still had so much. */
export interface Bought {
  readonly code: string;
  readonly share: Fraction;
}

/** What one ballot paid, in the order of `bought`, and what it had left in the end. */
export interface Payments {
  readonly paid: readonly Fraction[];
  readonly left: Fraction;
}

/**
 * What each ballot paid for what was bought, round by round: the share, or what it had left, or nothing where it was not
 * ticked. Added up over all ballots a round makes the option's cost. Exact; ballots that ticked the same are reckoned once.
 */
export function paymentsOf({
  endowment,
  bought,
}: {
  endowment: Fraction;
  bought: readonly Bought[];
}): (ticked: readonly string[]) => Payments {
  const den = bought.reduce((all, { share }) => (all / gcd(all, share.den)) * share.den, endowment.den);
  const whole = ({ num, den: own }: Fraction) => num * (den / own);
  const rounds = bought.map(({ code, share }) => ({ code, due: whole(share) }));
  const known = new Map<string, Payments>();
  const reckon = (ticked: readonly string[]): Payments => {
    let has = whole(endowment);
    const paid = rounds.map(({ code, due }) => {
      const sum = !ticked.includes(code) ? 0n : has < due ? has : due;
      has -= sum;
      return Fraction.of(sum, den);
    });
    return { paid, left: Fraction.of(has, den) };
  };
  return (ticked) => {
    const key = ticked.join();
    const found = known.get(key) ?? reckon(ticked);
    known.set(key, found);
    return found;
  };
}
