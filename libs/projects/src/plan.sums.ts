import { type CivilDate, daysBetween, Money } from '#libs/kernel/src/index.js';
import type { CampaignPlan, Lateness, Milestone, ProjectPlan } from './project.plan.js';

type Amounts = Pick<ProjectPlan, 'lines' | 'sources' | 'tiers' | 'project'>;
const zero = Money.lei(0n);
const sum = (amounts: readonly Money[]) => amounts.reduce((total, amount) => total.plus(amount), zero);

/** What the whole work costs: the sum of its lines. */
export function totalOf({ lines }: Pick<ProjectPlan, 'lines'>): Money {
  return sum(lines.map(({ amount }) => amount));
}

/** What even the smallest version needs: the sum of core quantities. */
export function coreOf({ lines }: Pick<ProjectPlan, 'lines'>): Money {
  return sum(lines.map(({ core }) => core));
}

/** What everybody but the people pays. */
export function othersOf({ sources }: Pick<ProjectPlan, 'sources'>): Money {
  return sum(sources.filter(({ kind }) => kind !== 'people').map(({ amount }) => amount));
}

/** The people's share as the funding plan names it; zero when it does not. */
export function peopleOf({ sources }: Pick<ProjectPlan, 'sources'>): Money {
  return sources.find(({ kind }) => kind === 'people')?.amount ?? zero;
}

/** The people's smallest share that the programme accepts: its part of the whole, rounded up to the ban. */
export function floorOf(plan: Pick<ProjectPlan, 'lines' | 'project'>): Money {
  const product = totalOf(plan).minor * BigInt(plan.project.floorBp ?? 0);
  return Money.lei((product + 9999n) / 10000n);
}

/** What of a version of the work all other payers leave to the people; never less than a ban. */
export function lackingOf(plan: Pick<ProjectPlan, 'sources'>, { amount }: { amount: Money }): Money {
  const lacking = amount.minus(othersOf(plan));
  return lacking.isPositive() ? lacking : Money.lei(1n);
}

/**
 * The people's minimum (DOMAIN 3.6): the larger of what the smallest agreed tier still lacks after all other payers and
 * the programme's floor. Without tiers the whole work is the only version. Never less than zero.
 */
export function minimumOf(plan: Amounts): Money {
  const amounts = plan.tiers.map(({ amount }) => amount).filter((amount) => amount.isPositive());
  const smallest = amounts.reduce((least, amount) => least.min(amount), totalOf(plan));
  const lacking = smallest.minus(othersOf(plan));
  const floor = floorOf(plan);
  return lacking.compare(floor) > 0 ? lacking : floor;
}

/** What must be promised before success is declared: the minimum and its buffer, rounded up to the ban. */
export function thresholdOf({ minimum, bufferBp }: { minimum: Money; bufferBp: number }): Money {
  return Money.lei(minimum.minor + (minimum.minor * BigInt(bufferBp) + 9999n) / 10000n);
}

/** How many lei of all other payers one leu of the people draws, in hundredths (716 = 7.16), half-even; null without their share. */
export function leverageOf(plan: Pick<ProjectPlan, 'sources'>): number | null {
  const [others, people] = [othersOf(plan).minor * 100n, peopleOf(plan).minor];
  if (people === 0n) return null;
  const [whole, rest] = [others / people, (others % people) * 2n];
  return Number(whole + (rest > people || (rest === people && whole % 2n === 1n) ? 1n : 0n));
}

/** Days of a campaign, its first and last included; null while one of them is not set. */
export function lengthOf({ opensOn, closesOn }: Pick<CampaignPlan, 'opensOn' | 'closesOn'>): number | null {
  return opensOn && closesOn ? daysBetween(opensOn, closesOn) + 1 : null;
}

/** The stage that is furthest behind its plan on this day, null when none is. */
export function latenessOf(milestones: readonly Milestone[], today: CivilDate): Lateness | null {
  let latest: Lateness | null = null;
  for (const { id, plannedOn, metOn, delayReason, expectedOn } of milestones) {
    const days = plannedOn && !metOn ? daysBetween(plannedOn, today) : 0;
    if (days > (latest?.days ?? 0)) latest = { days, milestoneId: id, reason: delayReason, expectedOn };
  }
  return latest;
}
