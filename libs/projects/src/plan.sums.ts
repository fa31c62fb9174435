import { type CivilDate, daysBetween, Money } from '#libs/kernel/src/index.js';
import type { BudgetLine, CampaignPlan, Lateness, Milestone, ProjectPlan, ScopeTier } from './project.plan.js';
import { parseQuantity, quantityText } from './quantity.js';

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

/** A smaller version with what it costs. A line of which all is needed in any case cannot be left out. */
export function tierOf(tier: Omit<ScopeTier, 'amount'>, lines: readonly BudgetLine[]): ScopeTier {
  const out = lines.filter((line) => tier.without.includes(line.id) && !line.core.equals(line.amount));
  const less = sum(out.map(({ amount, core }) => amount.minus(core)));
  return { ...tier, without: out.map(({ id }) => id), amount: totalOf({ lines }).minus(less) };
}

/** A line of the estimate in a version of the work. */
export interface VersionLine extends BudgetLine {
  /** How much of the quantity is not done in this version: "66"; null where all of it is. */
  readonly leftOut: string | null;
}

/** The lines of a version: quantity and sum are what is done of each. Without a version all of the work is. */
export function linesOf({ lines }: Pick<ProjectPlan, 'lines'>, tier: ScopeTier | null): VersionLine[] {
  return lines.map((line) => {
    if (!tier?.without.includes(line.id)) return { ...line, leftOut: null };
    const { quantity, coreQuantity, core } = line;
    const left = parseQuantity(quantity ?? '0')! - parseQuantity(coreQuantity)!;
    return { ...line, quantity: coreQuantity, amount: core, leftOut: quantityText(left) };
  });
}

/** The smaller version that is built; null while nothing is decided and where the whole work is done. */
export function builtOf({ tiers, campaign }: Pick<ProjectPlan, 'tiers' | 'campaign'>): ScopeTier | null {
  return tiers.find(({ id }) => id === campaign.built) ?? null;
}

/** The estimate as it is built: a line that the built version leaves out has no sum, of one that it cuts only a part is done. */
export function builtLinesOf(plan: Pick<ProjectPlan, 'lines' | 'tiers' | 'campaign'>): VersionLine[] {
  return linesOf(plan, builtOf(plan));
}

/** The funding plan of what is built: where that is a smaller version, people bring what it needs of them. */
export function builtSourcesOf(plan: ProjectPlan): ProjectPlan['sources'] {
  const tier = builtOf(plan);
  if (!tier) return plan.sources;
  return plan.sources.map((source) =>
    source.kind === 'people' ? { ...source, amount: neededFor(plan, tier) } : source,
  );
}

/** Whether a line is not done at all. */
export function isLeftOut({ leftOut, core }: VersionLine): boolean {
  return leftOut !== null && core.isZero();
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

/** What people have to bring for a smaller version: what it lacks, and never less than the minimum of the campaign. */
export function neededFor(plan: ProjectPlan, tier: ScopeTier): Money {
  const [lacking, minimum] = [lackingOf(plan, tier), plan.campaign.minimum ?? minimumOf(plan)];
  return lacking.compare(minimum) > 0 ? lacking : minimum;
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
