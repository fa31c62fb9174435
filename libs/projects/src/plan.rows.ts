import { type CivilDate, civilDate, Money } from '#libs/kernel/src/index.js';
import type { Lang, Multilingual } from '#libs/platform/src/index.js';
import { EDITION_JSON, type EditionJson, editionOf, isOpen } from '#libs/programmes/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import { latenessOf, tierOf } from './plan.sums.js';
import { quantityText } from './quantity.js';
import type { Project } from './project.entity.js';
import type { BudgetLine, CampaignPlan, FundingSource, Milestone, PlannedTranche, PlanProgramme, ProjectPlan, ScopeTier } from './project.plan.js'; // prettier-ignore

const list = (columns: string, table: string, order = 'position') =>
  `coalesce((select jsonb_agg(jsonb_build_object(${columns}) order by ${order}) from projects.${table} where project_id = c.project_id), '[]')`;

/** Everything of a plan but its project's own row, as one row of JSON; sums and quantities as texts. Parameter: the project's id. */
export const PLAN_SQL = `select
  ${list(`'id', id, 'name', name, 'quantity', (quantity * 1000)::bigint::text, 'unit', unit, 'unitPrice', unit_price_minor::text, 'coreQuantity', (core_quantity * 1000)::bigint::text, 'amount', amount_minor::text, 'core', core_minor::text`, 'budget_line')} as lines,
  ${list(`'id', id, 'kind', kind, 'name', name, 'amount', amount_minor::text, 'stage', stage, 'actKind', act_kind, 'actNo', act_no, 'actDate', act_date, 'actFile', act_file, 'townHallId', town_hall_id`, 'funding_source')} as sources,
  ${list(`'id', id, 'name', name, 'description', description, 'without', array(select line_id from projects.left_out o where o.tier_id = scope_tier.id)`, 'scope_tier')} as tiers,
  ${list(`'id', id, 'name', name, 'plannedOn', planned_on, 'expectedOn', expected_on, 'delayReason', delay_reason, 'metOn', met_on`, 'milestone')} as milestones,
  ${list(`'id', id, 'number', position, 'milestoneId', milestone_id, 'shareBp', share_bp, 'evidence', evidence`, 'tranche')} as tranches,
  ${list(`'fileId', file_id, 'what', what, 'title', title, 'public', public`, 'document')} as documents,
  ${list(`'fileId', file_id, 'caption', caption`, 'photo')} as photos,
  jsonb_build_object('model', c.model, 'minimum', c.minimum_minor::text, 'optimum', c.optimum_minor::text, 'bufferBp', c.buffer_bp,
    'extendAtBp', c.extend_at_bp, 'extendDays', c.extend_days, 'opensOn', c.opens_on, 'closesOn', c.closes_on, 'extendedFrom', c.extended_from, 'outcome', c.outcome, 'built', c.built_tier_id) as campaign,
  (select jsonb_build_object('edition', ${EDITION_JSON}, 'rate', p.programme_rate) from projects.project p
    join programmes.edition e on e.id = p.programme_edition_id where p.id = c.project_id) as programme,
  c.opened_at, c.closes_at, c.closed_at, platform.now() as now
  from projects.campaign c where c.project_id = $1`;

type Texts<T> = { readonly [K in keyof T]: Money extends T[K] ? string | Extract<T[K], null> : T[K] };
type LineJson = Texts<Omit<BudgetLine, 'quantity'>> & { readonly quantity: string | null };
type SourceJson = Texts<Omit<FundingSource, 'act'>> & {
  readonly [K in 'actKind' | 'actNo' | 'actDate' | 'actFile']: never;
};
type Named<T> = Omit<T, 'name'> & { readonly name: Multilingual | null };

/** The row that `PLAN_SQL` gives. */
export interface PlanRow extends Pick<ProjectPlan, 'documents' | 'photos'> {
  readonly lines: readonly Named<LineJson>[];
  readonly sources: readonly SourceJson[];
  readonly tiers: readonly Named<Omit<ScopeTier, 'amount'>>[];
  readonly milestones: readonly Named<Milestone>[];
  readonly tranches: readonly PlannedTranche[];
  readonly campaign: Texts<Omit<CampaignPlan, 'openedAt' | 'closesAt' | 'closedAt'>>;
  readonly programme: { readonly edition: EditionJson; readonly rate: Rate | null } | null;
  readonly opened_at: Date | null;
  readonly closes_at: Date | null;
  readonly closed_at: Date | null;
  readonly now: Date;
}

/** Puts a plan together from its project and its row. A name not written yet is an empty text in the project's language. */
export function planOf(project: Project, row: PlanRow): ProjectPlan {
  const { lang } = project;
  const milestones = row.milestones.map((one) => ({ ...one, name: nameOf(one.name, lang) }));
  const lines = row.lines.map((line) => lineOf(line, lang));
  const working = project.state === 'funded' || project.state === 'in-delivery';
  return {
    project,
    lines,
    sources: row.sources.map(sourceOf),
    tiers: row.tiers.map((tier) => tierOf({ ...tier, name: nameOf(tier.name, lang) }, lines)),
    milestones,
    tranches: row.tranches,
    documents: row.documents,
    photos: row.photos,
    campaign: campaignPlanOf(row),
    programme: programmeOf(row),
    late: working ? latenessOf(milestones, civilDate(row.now)) : null,
  };
}

function programmeOf({ programme, now }: PlanRow): PlanProgramme | null {
  if (!programme) return null;
  const edition = editionOf(programme.edition);
  return { edition, rate: programme.rate, open: isOpen(edition, civilDate(now)) };
}

function campaignPlanOf({ campaign, opened_at, closes_at, closed_at }: PlanRow): CampaignPlan {
  const { minimum, optimum } = campaign;
  return {
    ...campaign,
    minimum: minimum === null ? null : lei(minimum),
    optimum: optimum === null ? null : lei(optimum),
    openedAt: opened_at,
    closesAt: closes_at,
    closedAt: closed_at,
  };
}

function lineOf(line: Named<LineJson>, lang: Lang): BudgetLine {
  return {
    ...line,
    name: nameOf(line.name, lang),
    quantity: line.quantity === null ? null : quantityText(BigInt(line.quantity)),
    unitPrice: line.unitPrice === null ? null : lei(line.unitPrice),
    coreQuantity: quantityText(BigInt(line.coreQuantity)),
    amount: lei(line.amount),
    core: lei(line.core),
  };
}

function sourceOf({ actKind, actNo, actDate, actFile, ...source }: SourceJson): FundingSource {
  const act = actKind && { kind: actKind, number: actNo, date: actDate as CivilDate | null, file: actFile };
  return { ...source, amount: lei(source.amount), act: act || null };
}

function nameOf(name: Multilingual | null, lang: Lang): Multilingual {
  return name ?? { original: lang };
}

function lei(minor: string): Money {
  return Money.lei(BigInt(minor));
}
