import { type CivilDate, Money } from '#libs/kernel/src/index.js';
import type { Reserve } from './call.js';

const WHOLE = 10_000n;

/** What of a pool is its equity reserve; what cannot be shared to the ban is the reserve's. */
export function reserveIn(paid: Money, { bp }: Pick<Reserve, 'bp'>): Money {
  return paid.minus(generalIn(paid, { bp }));
}

/** What of a pool is for all. */
export function generalIn(paid: Money, { bp }: Pick<Reserve, 'bp'>): Money {
  return Money.lei((paid.minor * (WHOLE - BigInt(bp))) / WHOLE);
}

/** Whether only towns under the line draw the reserve on a day. */
export function isKept({ until }: Pick<Reserve, 'until'>, day: CivilDate): boolean {
  return until === null || day <= until;
}

/**
 * What is left for a town that is not under the line: the part for all less what such towns have drawn. Towns under the line
 * draw the reserve first and then the part for all, so what is free bounds it as well.
 */
export function roomAbove(reserve: Pick<Reserve, 'bp'>, { paid, above, free }: { paid: Money; above: Money; free: Money }): Money {
  const room = generalIn(paid, reserve).minus(above);
  return room.isPositive() ? room.min(free) : Money.lei(0n);
} // prettier-ignore

/** What of the reserve towns under the line have drawn, and what is left of it. */
export function reserveUse(reserve: Pick<Reserve, 'bp'>, { paid, under, free }: { paid: Money; under: Money; free: Money }): { whole: Money; used: Money; left: Money } {
  const whole = reserveIn(paid, reserve);
  const used = whole.min(under);
  return { whole, used, left: whole.minus(used).min(free) };
} // prettier-ignore
