import { isId, newId, refuse } from '#libs/kernel/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import type { Section } from './gap.js';
import { isObject, plain, type Typed } from './section.fields.js';

interface Shape {
  readonly fields: readonly string[];
  /** Tables of the section: their columns, and those that show that somebody has begun the row. */
  readonly tables?: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly begun: readonly string[] }>
  >;
}

const ROWS_MAX = 300;
const BYTES_MAX = 200_000;

/** What each section holds. Anything else that is sent is not kept. */
export const SHAPES: Readonly<Record<Section, Shape>> = {
  place: { fields: ['placeCode', 'title', 'summary', 'why', 'peopleServed', 'sector', 'illustrative'] },
  budget: {
    fields: [],
    tables: {
      lines: {
        columns: ['id', 'name', 'quantity', 'unit', 'unitPrice', 'core', 'coreQuantity'],
        begun: ['name', 'quantity', 'unitPrice'],
      },
    },
  },
  funding: {
    fields: ['programmeEdition'],
    tables: {
      sources: {
        columns: ['id', 'kind', 'name', 'amount', 'stage', 'actKind', 'actNo', 'actDate', 'actFile', 'townHallId'],
        begun: ['name', 'amount', 'actNo', 'actDate', 'actFile'],
      },
    },
  },
  campaign: {
    fields: ['model', 'minimum', 'optimum', 'bufferPercent', 'extendPercent', 'extendDays', 'opensOn', 'closesOn'],
    tables: {
      tiers: { columns: ['id', 'name', 'description', 'without'], begun: ['name', 'description', 'without'] },
    },
  },
  stages: {
    fields: [],
    tables: {
      milestones: { columns: ['id', 'name', 'plannedOn'], begun: ['name', 'plannedOn'] },
      tranches: {
        columns: ['id', 'milestoneId', 'sharePercent', 'evidence'],
        begun: ['milestoneId', 'sharePercent', 'evidence'],
      },
    },
  },
  documents: {
    fields: ['photosChecked'],
    tables: {
      documents: { columns: ['fileId', 'what', 'title', 'public'], begun: ['fileId'] },
      photos: { columns: ['fileId', 'caption'], begun: ['fileId'] },
    },
  },
  maintenance: { fields: ['maintainer', 'maintenancePayer', 'upkeep', 'risks'] },
  association: { fields: ['associationId', 'noAssociation'] },
};

/**
 * What was typed, word for word, fit to be kept: the section's own fields only, rows nobody has begun left out, every
 * row with an id. A row that comes without one gets that of the same row in `known`, so that a repeat is recognised, or a
 * new one. Throws `section-too-large` beyond 300 rows a table or 200 kB.
 */
export function tidy(section: Section, data: Typed, known: Typed = {}): Typed {
  const { fields, tables = {} } = SHAPES[section];
  const kept: Record<string, unknown> = pick(data, fields);
  for (const [name, { columns, begun }] of Object.entries(tables)) {
    const rows = (Array.isArray(data[name]) ? data[name] : []).filter(isObject).map((row) => pick(row, columns));
    const started = rows.filter((row) => begun.some((column) => !isEmpty(row[column])));
    if (started.length > ROWS_MAX) throw tooLarge();
    kept[name] = columns.includes('id') ? identified(started, known[name]) : started;
  }
  if (Buffer.byteLength(JSON.stringify(kept)) > BYTES_MAX) throw tooLarge();
  return kept;
}

function identified(rows: readonly Typed[], known: unknown): Typed[] {
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const before = Array.isArray(known) && isObject(known[index]) ? known[index].id : undefined;
    const id = [row.id, before].find((one) => isId(one) && !seen.has(one)) ?? newId<'Row'>();
    seen.add(id as string);
    return { ...row, id };
  });
}

/** The named fields with values that a section can hold: scalars, lists of ids, texts by language, money. */
function pick(data: Typed, fields: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const value = data[field];
    if (isScalar(value)) kept[field] = value;
    else if (Array.isArray(value)) kept[field] = value.filter(isId);
    else if (isObject(value)) {
      const inner = [...LANGS, 'amount', 'currency'].filter((key) => isScalar(value[key]));
      kept[field] = Object.fromEntries(inner.map((key) => [key, value[key]]));
    }
  }
  return kept;
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.values(value).every((one) => plain(one) === '') : plain(value) === '';
}

function tooLarge(): Error {
  return refuse('invalid', 'section-too-large', 'A section holds at most 300 rows a table and 200 kB.');
}
