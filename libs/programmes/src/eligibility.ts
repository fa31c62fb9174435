import { Money } from '#libs/kernel/src/index.js';
import type { Condition, EqualsCondition, RuledParty } from './condition.js';

/** What the whole work costs and what each party gives of it; a party that is left out gives nothing. */
export interface Parts {
  readonly total: Money;
  readonly parts: Readonly<Partial<Record<RuledParty, Money>>>;
}

/** How one rule stands for one plan. */
export interface Finding {
  /** Null for the rule that no programme has to write: the parts add up to the whole. */
  readonly condition: Condition | null;
  /** What the party gives, or the whole for a rule about the whole. */
  readonly has: Money;
  /** The sum that the rule sets, in the currency of the plan. */
  readonly bound: Money;
  /** At least, at most, or exactly `bound`. */
  readonly side: 'least' | 'most' | 'exactly';
  /** What is missing up to `bound`; zero when nothing is. */
  readonly missing: Money;
  /** What is above `bound` and may not be; zero when nothing is. */
  readonly over: Money;
  readonly holds: boolean;
}

/** Turns a sum of a rule into the currency of the plan. */
export type Exchange = (amount: Money) => Money;

const same: Exchange = (amount) => amount;

/**
 * Every rule against one plan, in their order, and last whether the parts add up. Sums are exact: a least share is rounded
 * up to the smallest coin and a most share down, so that nobody passes by a rounding.
 */
export function evaluate(conditions: readonly Condition[], plan: Parts, exchange: Exchange = same): Finding[] {
  const sum = Object.values(plan.parts).reduce((all, part) => all.plus(part), zeroOf(plan));
  const found = conditions.map((condition) => finding(condition, plan, exchange));
  return [...found, compared(null, { side: 'exactly', has: sum, bound: plan.total })];
}

/** What a party owes by an `equals` rule when `given` is what the other party gives, rounded down to the smallest coin. */
export function drawn({ num, den, min, max }: EqualsCondition, given: Money, exchange: Exchange = same): Money {
  const zero = Money.zero(given.currency);
  if (min && given.compare(exchange(min)) < 0) return zero;
  const share = Money.ofMinor((given.minor * BigInt(num)) / BigInt(den), given.currency);
  return max ? share.min(exchange(max)) : share;
}

function finding(condition: Condition, plan: Parts, exchange: Exchange): Finding {
  if (condition.kind === 'total-at-least') {
    return compared(condition, { side: 'least', has: plan.total, bound: exchange(condition.amount) });
  }
  const has = plan.parts[condition.party] ?? zeroOf(plan);
  switch (condition.kind) {
    case 'share-at-least':
      return compared(condition, { side: 'least', has, bound: shareOf(plan.total, condition.bp, 9999n) });
    case 'share-at-most':
      return compared(condition, { side: 'most', has, bound: shareOf(plan.total, condition.bp, 0n) });
    case 'amount-at-least':
      return compared(condition, { side: 'least', has, bound: exchange(condition.amount) });
    case 'amount-at-most':
      return compared(condition, { side: 'most', has, bound: exchange(condition.amount) });
    case 'equals': {
      const bound = drawn(condition, plan.parts[condition.to] ?? zeroOf(plan), exchange);
      return compared(condition, { side: 'exactly', has, bound });
    }
  }
}

function compared(condition: Condition | null, { side, has, bound }: Pick<Finding, 'side' | 'has' | 'bound'>): Finding {
  const zero = Money.zero(has.currency);
  const [less, more] = [has.compare(bound) < 0, has.compare(bound) > 0];
  const missing = less && side !== 'most' ? bound.minus(has) : zero;
  const over = more && side !== 'least' ? has.minus(bound) : zero;
  return { condition, has, bound, side, missing, over, holds: missing.isZero() && over.isZero() };
}

function shareOf(total: Money, bp: number, up: bigint): Money {
  return Money.ofMinor((total.minor * BigInt(bp) + up) / 10_000n, total.currency);
}

function zeroOf({ total }: Parts): Money {
  return Money.zero(total.currency);
}
