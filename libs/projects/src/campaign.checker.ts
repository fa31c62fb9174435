import { type Gap, gapsOf, isBlank } from './gap.js';
import type { CampaignPlan, ProjectPlan } from './project.plan.js';
import { lengthOf, minimumOf, peopleOf } from './plan.sums.js';

/** Days that a campaign may last, its first and last included. */
export const CAMPAIGN_DAYS = { min: 7, max: 60 } as const;
/** Days by which it may be extended; with them it is no longer than `CAMPAIGN_DAYS.max`. */
export const EXTENSION_DAYS = { min: 7, max: 30 } as const;

/** What keeps the campaign's terms from being complete and in agreement with the rest of the plan. */
export function campaignGaps(plan: ProjectPlan): Gap[] {
  return [...sumsGaps(plan), ...tierGaps(plan), ...extensionGaps(plan.campaign), ...dateGaps(plan.campaign)];
}

/** What keeps stages and tranches from being complete, in order and whole. */
export function stagesGaps(plan: ProjectPlan): Gap[] {
  return [...milestoneGaps(plan), ...trancheGaps(plan)];
}

const [campaign, stages] = [gapsOf('campaign'), gapsOf('stages')];

function sumsGaps(plan: ProjectPlan): Gap[] {
  const { model, minimum, optimum } = plan.campaign;
  const gaps: Gap[] = [];
  if (!model) gaps.push(campaign('/model', 'model-missing'));
  if (!optimum) gaps.push(campaign('/optimum', 'optimum-missing'));
  else if (!optimum.equals(peopleOf(plan))) {
    gaps.push(campaign('/optimum', 'optimum-differs', { optimum, people: peopleOf(plan) }));
  }
  if (!minimum) return [...gaps, campaign('/minimum', 'minimum-missing')];
  const expected = minimumOf(plan);
  // Where others already pay for the smallest version and no programme asks for a share, any minimum will do.
  if (expected.isPositive() && !minimum.equals(expected)) {
    gaps.push(campaign('/minimum', 'minimum-differs', { minimum, expected }));
  }
  if (optimum && optimum.compare(minimum) < 0) {
    gaps.push(campaign('/optimum', 'optimum-below-minimum', { optimum, minimum }));
  }
  return gaps;
}

function tierGaps({ tiers }: ProjectPlan): Gap[] {
  const sets = tiers.map(({ without }) => without.join());
  return tiers.flatMap(({ name, amount, without }, index) => {
    const gap = (code: string) => [campaign(`/tiers/${index}/without`, code)];
    return [
      ...(isBlank(name) ? [campaign(`/tiers/${index}/name`, 'text-missing')] : []),
      ...(without.length === 0 ? gap('tier-whole') : []),
      ...(without.length > 0 && !amount.isPositive() ? gap('tier-nothing') : []),
      ...(without.length > 0 && sets.indexOf(sets[index]!) < index ? gap('tier-twice') : []),
    ];
  });
}

function dateGaps(terms: CampaignPlan): Gap[] {
  const gaps: Gap[] = [];
  if (!terms.opensOn) gaps.push(campaign('/opensOn', 'opens-missing'));
  if (!terms.closesOn) gaps.push(campaign('/closesOn', 'closes-missing'));
  const days = lengthOf(terms);
  if (days === null) return gaps;
  if (days < 1) return [...gaps, campaign('/closesOn', 'closes-before-opens')];
  const { min, max } = CAMPAIGN_DAYS;
  if (days < min || days > max) return [...gaps, campaign('/closesOn', 'campaign-length', { days, min, max })];
  const all = days + (terms.extendDays ?? 0);
  return all > max ? [...gaps, campaign('/extendDays', 'extension-length', { days: all, max })] : gaps;
}

function extensionGaps({ extendAtBp, extendDays }: CampaignPlan): Gap[] {
  if ((extendAtBp === null) === (extendDays === null)) return [];
  return [campaign(extendAtBp === null ? '/extendPercent' : '/extendDays', 'extension-incomplete')];
}

function milestoneGaps({ milestones, campaign: { closesOn } }: ProjectPlan): Gap[] {
  if (milestones.length === 0) return [stages('/milestones', 'milestones-missing')];
  const unnamed = milestones.flatMap(({ name }, index) =>
    isBlank(name) ? [stages(`/milestones/${index}/name`, 'text-missing')] : [],
  );
  const misdated = milestones.flatMap(({ plannedOn }, index) => {
    const pointer = `/milestones/${index}/plannedOn`;
    if (!plannedOn) return [stages(pointer, 'milestone-date-missing')];
    const before = milestones.slice(0, index).findLast((one) => one.plannedOn)?.plannedOn;
    if (before && plannedOn < before) return [stages(pointer, 'milestone-order', { date: plannedOn, before })];
    return closesOn && plannedOn <= closesOn ? [stages(pointer, 'milestone-before-close', { closes: closesOn })] : [];
  });
  return [...unnamed, ...misdated];
}

function trancheGaps({ tranches, milestones }: ProjectPlan): Gap[] {
  if (tranches.length === 0) return [stages('/tranches', 'tranches-missing')];
  const positions = tranches.map(({ milestoneId }) => milestones.findIndex(({ id }) => id === milestoneId));
  const gaps = tranches.flatMap(({ shareBp, evidence }, index) => {
    const at = `/tranches/${index}`;
    const [position, before] = [positions[index]!, Math.max(-1, ...positions.slice(0, index))];
    return [
      ...(shareBp === null ? [stages(`${at}/sharePercent`, 'share-missing')] : []),
      ...(position < 0 ? [stages(`${at}/milestoneId`, 'tranche-milestone-missing')] : []),
      ...(position >= 0 && position < before ? [stages(`${at}/milestoneId`, 'tranche-order')] : []),
      ...(evidence ? [] : [stages(`${at}/evidence`, 'text-missing')]),
    ];
  });
  const sum = tranches.reduce((all, { shareBp }) => all + (shareBp ?? 0), 0);
  return sum === 10_000 ? gaps : [...gaps, stages('/tranches', 'shares-differ', { percent: sum / 100 })];
}
