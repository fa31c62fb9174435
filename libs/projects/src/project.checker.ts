import { Money } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { campaignGaps, stagesGaps } from './campaign.checker.js';
import { type Gap, gapsOf, isBlank, type Section } from './gap.js';
import type { ProjectPlan } from './project.plan.js';
import { programmeGaps } from './eligibility.js';
import { coreOf, minimumOf, othersOf, totalOf } from './plan.sums.js';

/**
 * Everything that keeps a plan from being sent, in the order of the file; empty when it is complete and its sums agree to
 * the ban. Pure: the same plan always has the same gaps.
 */
export function checkProject(plan: ProjectPlan): Gap[] {
  const gaps = [
    ...placeGaps(plan),
    ...budgetGaps(plan),
    ...fundingGaps(plan),
    ...programmeGaps(plan),
    ...campaignGaps(plan),
    ...stagesGaps(plan),
    ...documentsGaps(plan),
    ...maintenanceGaps(plan),
    ...associationGaps(plan),
  ];
  const { lang } = plan.project;
  return gaps.map((gap) => (gap.code === 'text-missing' ? { ...gap, params: { lang } } : gap));
}

/** A gap for each text that has not been written in the project's language. */
function textGaps(section: Section, texts: Readonly<Record<string, Multilingual | null>>): Gap[] {
  return Object.entries(texts).flatMap(([field, text]) => (text ? [] : [gapsOf(section)(`/${field}`, 'text-missing')]));
}

function placeGaps({ project }: ProjectPlan): Gap[] {
  const gaps = textGaps('place', { summary: project.summary, why: project.why });
  if (project.peopleServed === null) gaps.push(gapsOf('place')('/peopleServed', 'people-served-missing'));
  if (project.sector === null) gaps.push(gapsOf('place')('/sector', 'sector-missing'));
  return gaps;
}

function budgetGaps(plan: ProjectPlan): Gap[] {
  if (plan.lines.length === 0) return [gapsOf('budget')('/lines', 'lines-missing')];
  const gaps = plan.lines.flatMap(({ name, quantity, unit, unitPrice }, index) => [
    ...(isBlank(name) ? [gapsOf('budget')(`/lines/${index}/name`, 'text-missing')] : []),
    ...(quantity === null ? [gapsOf('budget')(`/lines/${index}/quantity`, 'quantity-missing')] : []),
    ...(unit === null ? [gapsOf('budget')(`/lines/${index}/unit`, 'unit-missing')] : []),
    ...(unitPrice === null ? [gapsOf('budget')(`/lines/${index}/unitPrice`, 'price-missing')] : []),
  ]);
  const minimum = plan.campaign.minimum;
  const [core, secured] = [coreOf(plan), othersOf(plan).plus(minimum ?? minimumOf(plan))];
  if (core.compare(secured) > 0) gaps.push(gapsOf('budget')('/lines', 'core-above-minimum', { core, secured }));
  return gaps;
}

function fundingGaps(plan: ProjectPlan): Gap[] {
  const gaps = plan.sources.flatMap((source, index) => {
    const at = `/sources/${index}`;
    const missing: Gap[] = [];
    if (!source.amount.isPositive()) missing.push(gapsOf('funding')(`${at}/amount`, 'source-amount-missing'));
    if (source.kind === 'people') return missing;
    if (!source.name) missing.push(gapsOf('funding')(`${at}/name`, 'text-missing'));
    if (source.stage === 'promised') return missing;
    if (!source.act) missing.push(gapsOf('funding')(`${at}/actKind`, 'act-missing'));
    else if (!source.act.number) missing.push(gapsOf('funding')(`${at}/actNo`, 'act-number-missing'));
    if (source.act && !source.act.date) missing.push(gapsOf('funding')(`${at}/actDate`, 'act-date-missing'));
    return missing;
  });
  if (!plan.sources.some(({ kind }) => kind === 'people'))
    gaps.push(gapsOf('funding')('/sources', 'people-source-missing'));
  const total = totalOf(plan);
  const sources = plan.sources.reduce((sum, { amount }) => sum.plus(amount), Money.lei(0n));
  if (total.equals(sources)) return gaps;
  const [more, less] = total.compare(sources) > 0 ? [total, sources] : [sources, total];
  const code = more === total ? 'sources-short' : 'sources-over';
  return [...gaps, gapsOf('funding')('/sources', code, { total, sources, difference: more.minus(less) })];
}

function documentsGaps({ documents, photos, project }: ProjectPlan): Gap[] {
  const gaps: Gap[] = [];
  if (!documents.some(({ what }) => what === 'estimate'))
    gaps.push(gapsOf('documents')('/documents', 'estimate-missing'));
  if (photos.length > 0 && !project.photosChecked) gaps.push(gapsOf('documents')('/photosChecked', 'photos-unchecked'));
  return gaps;
}

function maintenanceGaps({ project }: ProjectPlan): Gap[] {
  const { maintainer, maintenancePayer, risks } = project;
  return textGaps('maintenance', { maintainer, maintenancePayer, risks });
}

function associationGaps({ project }: ProjectPlan): Gap[] {
  const chosen = project.associationId !== null || project.noAssociation;
  return chosen ? [] : [gapsOf('association')('/associationId', 'association-missing')];
}
