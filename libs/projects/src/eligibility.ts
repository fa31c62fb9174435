import type { Money } from '#libs/kernel/src/index.js';
import { evaluate, type Finding, type RuledParty } from '#libs/programmes/src/index.js';
import { toLei } from '#libs/rates/src/index.js';
import { type Gap, gapsOf } from './gap.js';
import { floorOf, othersOf, totalOf } from './plan.sums.js';
import type { ProjectPlan } from './project.plan.js';

type Funded = Pick<ProjectPlan, 'lines' | 'sources' | 'programme'>;
/** How a rule of the entered programme stands. */
export type RuleFinding = Finding & { readonly condition: NonNullable<Finding['condition']> };

/** How the plan stands against each rule of the programme that it enters, in lei; null when it enters none. */
export function eligibilityOf(plan: Funded): RuleFinding[] | null {
  if (!plan.programme) return null;
  const { edition, rate } = plan.programme;
  const parts: Partial<Record<RuledParty, Money>> = {};
  for (const { kind, amount } of plan.sources) parts[kind] = parts[kind]?.plus(amount) ?? amount;
  const exchange = (amount: Money) => (rate ? toLei(amount, rate) : amount);
  const findings = evaluate(edition.conditions, { total: totalOf(plan), parts }, exchange);
  // That the sources add up is the funding section's own rule, with its own words.
  return findings.filter((one): one is RuleFinding => one.condition !== null);
}

/** Where the programme's money falls away: below `floor` of the people's, none of `falls` is given. */
export interface Cliff {
  readonly floor: Money;
  /** The floor as the programme sets it, in hundredths of a percent of the whole. */
  readonly bp: number;
  readonly falls: Money;
}

/**
 * What is lost below the floor that the programme sets for the people: the parts of those whom its rules limit or bind to
 * another, because they pay by it. Null without a programme, a floor, or money of such a part.
 */
export function cliffOf(plan: Funded & Pick<ProjectPlan, 'project'>): Cliff | null {
  const { floorBp } = plan.project;
  if (!plan.programme || !floorBp) return null;
  const payers = plan.programme.edition.conditions.flatMap((rule) =>
    rule.kind === 'share-at-most' || rule.kind === 'amount-at-most' || rule.kind === 'equals' ? rule.party : [],
  );
  const falls = othersOf({ sources: plan.sources.filter(({ kind }) => payers.includes(kind)) });
  return falls.isPositive() ? { floor: floorOf(plan), bp: floorBp, falls } : null;
}

/** A gap for each rule that does not hold, with the missing sum named, and for a programme that has closed meanwhile. */
export function programmeGaps(plan: ProjectPlan): Gap[] {
  const note = gapsOf('funding');
  const closed = plan.project.state === 'draft' && plan.programme?.open === false;
  // Without an estimate there is no whole to measure by; that it is missing is said already.
  const findings = plan.lines.length > 0 ? eligibilityOf(plan) : null;
  const broken = (findings ?? []).flatMap((finding, index) =>
    finding.holds ? [] : [brokenRule(`/programmeEdition/${index}`, finding)],
  );
  return [...(closed ? [note('/programmeEdition', 'programme-closed')] : []), ...broken];
}

function brokenRule(pointer: string, { condition, bound, missing, over }: RuleFinding): Gap {
  const note = gapsOf('funding');
  if (condition.kind === 'total-at-least') return note(pointer, 'programme-total-short', { missing, bound });
  const { party } = condition;
  if (over.isPositive()) return note(pointer, 'programme-over', { over, bound, party });
  if (condition.kind !== 'share-at-least') return note(pointer, 'programme-short', { missing, bound, party });
  return note(pointer, 'programme-share-short', { missing, bound, party, percent: condition.bp / 100 });
}
