import { type FileId, Money } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import { ACT_KINDS, DOCUMENT_KINDS, SECTORS, SOURCE_KINDS, SOURCE_STAGES, UNITS } from './catalogue.js';
import { EXTENSION_DAYS } from './campaign.checker.js';
import type { Gap, Section } from './gap.js';
import { MODELS } from './project.life.js';
import { amountOf, quantityText } from './quantity.js';
import { AMOUNT_MAX, Fields, type Typed } from './section.fields.js';

const TITLE_MAX = 120;
const LINE_MAX = 300;
const TEXT_MAX = 4000;

const readers = { place, budget, funding, campaign, stages, documents, maintenance, association };
/** What a section means once it is read. Sums are bani as text, quantities decimals, for the rows of the database. */
export type SectionValues = { [Name in Section]: ReturnType<(typeof readers)[Name]> };

/** A section read from what was typed: what could be read, and what could not with the reason. */
export interface SectionRead<Name extends Section> {
  readonly values: SectionValues[Name];
  readonly problems: readonly Gap[];
}

/** Reads a tidied section of a project written in `lang`. Pure; whether ids exist is asked elsewhere. */
export function readSection<Name extends Section>(name: Name, lang: Lang, typed: Typed): SectionRead<Name> {
  const fields = new Fields(name, lang, typed);
  return { values: readers[name](fields) as SectionValues[Name], problems: fields.problems };
}

function place(fields: Fields) {
  const title = fields.words('title', TITLE_MAX);
  if (!title && fields.problems.length === 0) fields.note('title', 'text-missing', { lang: fields.lang });
  return {
    placeCode: fields.text('placeCode', 7),
    title,
    summary: fields.words('summary', LINE_MAX),
    why: fields.words('why', TEXT_MAX),
    peopleServed: fields.count('peopleServed'),
    sector: fields.choice('sector', SECTORS),
    illustrative: fields.flag('illustrative'),
  };
}

function budget(fields: Fields) {
  return fields.rows('lines').map((row) => {
    let quantity = row.quantity('quantity');
    if (quantity === 0n) quantity = row.note('quantity', 'quantity-unreadable');
    let unitPrice = row.lei('unitPrice');
    if (quantity && unitPrice && amountOf(quantity, unitPrice).minor > AMOUNT_MAX) {
      unitPrice = row.note('unitPrice', 'amount-too-large');
    }
    let core = row.flag('core') ? (row.quantity('coreQuantity') ?? quantity ?? 0n) : 0n;
    if (core > (quantity ?? 0n)) core = row.note('coreQuantity', 'core-above-quantity') ?? quantity ?? 0n;
    const amount = (of: bigint | null) => (of !== null && unitPrice ? amountOf(of, unitPrice) : Money.lei(0n));
    return {
      id: row.id<'BudgetLine'>('id')!,
      name: row.words('name', LINE_MAX),
      quantity: quantity === null ? null : quantityText(quantity),
      unit: row.choice('unit', UNITS),
      unitPrice: unitPrice && minor(unitPrice),
      coreQuantity: quantityText(core),
      amount: minor(amount(quantity)),
      core: minor(amount(core)),
    };
  });
}

function funding(fields: Fields) {
  let people = 0;
  const sources = fields.rows('sources').map((row) => {
    let kind = row.choice('kind', SOURCE_KINDS) ?? 'partner';
    // The people have one share: a second one keeps its sum under another kind until somebody says whose it is.
    if (kind === 'people' && ++people > 1) kind = row.note('kind', 'people-twice') ?? 'partner';
    const mine = kind !== 'people';
    const actKind = mine ? row.choice('actKind', ACT_KINDS) : null;
    return {
      id: row.id<'FundingSource'>('id')!,
      kind,
      name: mine ? row.words('name', LINE_MAX) : null,
      amount: minor(row.lei('amount') ?? Money.lei(0n)),
      stage: (mine && row.choice('stage', SOURCE_STAGES)) || ('promised' as const),
      actKind,
      actNo: actKind && row.text('actNo', 60),
      actDate: actKind && row.day('actDate'),
      actFile: mine ? row.id<'File'>('actFile') : null,
      townHallId: kind === 'town' ? row.id<'Body'>('townHallId') : null,
    };
  });
  return { programmeEditionId: fields.id<'Edition'>('programmeEdition'), sources };
}

function campaign(fields: Fields) {
  const [minimum, optimum] = [positive(fields, 'minimum'), positive(fields, 'optimum')];
  return {
    model: fields.choice('model', MODELS),
    minimum,
    optimum,
    bufferBp: fields.percent('bufferPercent', { max: 50 }) ?? 0,
    extendAtBp: fields.percent('extendPercent', { min: 1, max: 99 }),
    extendDays: extendDays(fields),
    opensOn: fields.day('opensOn'),
    closesOn: fields.day('closesOn'),
    tiers: fields.rows('tiers').map((row) => ({
      id: row.id<'ScopeTier'>('id')!,
      name: row.words('name', LINE_MAX),
      description: row.words('description', TEXT_MAX),
      without: row.ids<'BudgetLine'>('without'),
    })),
  };
}

function stages(fields: Fields) {
  const milestones = fields.rows('milestones').map((row) => ({
    id: row.id<'Milestone'>('id')!,
    name: row.words('name', LINE_MAX),
    plannedOn: row.day('plannedOn'),
  }));
  const tranches = fields.rows('tranches').map((row) => {
    const milestoneId = row.id<'Milestone'>('milestoneId');
    const known = milestones.some(({ id }) => id === milestoneId);
    return {
      id: row.id<'Tranche'>('id')!,
      milestoneId: milestoneId && !known ? row.note('milestoneId', 'choice-unknown') : milestoneId,
      shareBp: row.percent('sharePercent', { min: 1 }),
      evidence: row.words('evidence', TEXT_MAX),
    };
  });
  return { milestones, tranches };
}

function documents(fields: Fields) {
  const seen = new Set<unknown>();
  const fresh = ({ fileId }: { fileId: FileId | null }) => fileId !== null && !seen.has(fileId) && !!seen.add(fileId);
  return {
    documents: fields
      .rows('documents')
      .map((row) => ({
        fileId: row.id<'File'>('fileId'),
        what: row.choice('what', DOCUMENT_KINDS) ?? ('other' as const),
        title: row.words('title', LINE_MAX),
        public: row.flag('public'),
      }))
      .filter(fresh),
    photos: fields
      .rows('photos')
      .map((row) => ({ fileId: row.id<'File'>('fileId'), caption: row.words('caption', LINE_MAX) }))
      .filter(fresh),
    photosChecked: fields.flag('photosChecked'),
  };
}

function maintenance(fields: Fields) {
  const upkeep = fields.lei('upkeep');
  return {
    maintainer: fields.words('maintainer', LINE_MAX),
    maintenancePayer: fields.words('maintenancePayer', LINE_MAX),
    upkeep: upkeep && minor(upkeep),
    risks: fields.words('risks', TEXT_MAX),
  };
}

function association(fields: Fields) {
  const associationId = fields.id<'Body'>('associationId');
  return { associationId, noAssociation: associationId === null && fields.flag('noAssociation') };
}

function extendDays(fields: Fields): number | null {
  const days = fields.count('extendDays');
  const { min, max } = EXTENSION_DAYS;
  return days !== null && (days < min || days > max) ? fields.note('extendDays', 'extension-days', { min, max }) : days;
}

function positive(fields: Fields, field: string): string | null {
  const amount = fields.lei(field);
  if (amount && !amount.isPositive()) return fields.note(field, 'amount-unreadable');
  return amount && minor(amount);
}

function minor(amount: Money): string {
  return amount.minor.toString();
}
