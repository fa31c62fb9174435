import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { searchText } from './card.rows.js';
import type { Section } from './gap.js';
import { Project } from './project.entity.js';
import { slugIn } from './project.slug.js';
import type { SectionValues } from './section.reader.js';

type Write<Name extends Section> = (tx: Tx, id: ProjectId, values: SectionValues[Name]) => Promise<void>;

/** Puts what was read of a section into the plan's tables; rows that are gone are taken out. Which values are allowed is the caller's rule. */
export async function writeSection<Name extends Section>(
  tx: Tx,
  id: ProjectId,
  { name, values }: { name: Name; values: SectionValues[Name] },
): Promise<void> {
  await (writers[name] as Write<Name>)(tx, id, values);
  await tx.query('update projects.project set version = version + 1 where id = $1', [id]);
}

const writers: { readonly [Name in Section]: Write<Name> } = {
  place: writePlace,
  budget: (tx, id, lines) => writeRows(tx, id, LINES, lines),
  funding: async (tx, id, { sources }) => {
    await writeRows(tx, id, SOURCES, sources);
  },
  campaign: async (tx, id, { tiers, ...terms }) => {
    await tx.query(
      `update projects.campaign set model = $2, minimum_minor = $3, optimum_minor = $4, buffer_bp = $5, opens_on = $6, closes_on = $7,
         extend_at_bp = $8, extend_days = $9 where project_id = $1`,
      [
        id,
        terms.model,
        terms.minimum,
        terms.optimum,
        terms.bufferBp,
        terms.opensOn,
        terms.closesOn,
        terms.extendAtBp,
        terms.extendDays,
      ],
    );
    await writeRows(tx, id, TIERS, tiers);
    await writeLeftOut(tx, id, tiers);
  },
  stages: async (tx, id, { milestones, tranches }) => {
    await writeRows(tx, id, MILESTONES, milestones);
    await writeRows(tx, id, TRANCHES, tranches);
  },
  documents: async (tx, id, { documents, photos, photosChecked }) => {
    await tx.query('update projects.project set photos_checked = $2 where id = $1', [id, photosChecked]);
    await writeRows(tx, id, DOCUMENTS, documents);
    await writeRows(tx, id, PHOTOS, photos);
  },
  maintenance: async (tx, id, { maintainer, maintenancePayer, upkeep, risks }) => {
    await tx.query(
      'update projects.project set maintainer = $2, maintenance_payer = $3, upkeep_minor = $4, risks = $5 where id = $1',
      [id, json(maintainer), json(maintenancePayer), upkeep, json(risks)],
    );
  },
  association: async (tx, id, { associationId, noAssociation }) => {
    await tx.query('update projects.project set association_id = $2, no_association = $3 where id = $1', [
      id,
      associationId,
      noAssociation,
    ]);
  },
};

/** A project keeps its place and title while what was typed for them cannot be read. */
async function writePlace(tx: Tx, id: ProjectId, values: SectionValues['place']): Promise<void> {
  const { placeCode, title, summary, why, peopleServed, sector, illustrative } = values;
  const project = await tx.findOneByOrFail(Project, { id });
  const kept = { id, code: project.code, place: placeCode ?? project.placeCode, title: title ?? project.title };
  const slug = project.publishedAt ? null : await slugIn(tx, kept);
  await tx.query(
    `update projects.project set place_code = $2, slug = coalesce($3, slug), title = $4, summary = $5, why = $6, people_served = $7,
       sector = $8, search = $9, illustrative = $10 where id = $1`,
    [
      id,
      kept.place,
      slug,
      json(kept.title),
      json(summary),
      json(why),
      peopleServed,
      sector,
      searchText([kept.title, summary]),
      illustrative,
    ],
  );
}

interface Table {
  readonly name: string;
  readonly key: 'id' | 'file_id';
  /** Column, its type, and the value's name when it is another. */
  readonly columns: readonly (readonly [column: string, type: string, value: string])[];
}

const LINES: Table = {
  name: 'budget_line',
  key: 'id',
  columns: [
    ['name', 'jsonb', 'name'],
    ['quantity', 'numeric', 'quantity'],
    ['unit', 'text', 'unit'],
    ['unit_price_minor', 'bigint', 'unitPrice'],
    ['core_quantity', 'numeric', 'coreQuantity'],
    ['amount_minor', 'bigint', 'amount'],
    ['core_minor', 'bigint', 'core'],
  ],
};
const SOURCES: Table = {
  name: 'funding_source',
  key: 'id',
  columns: [
    ['kind', 'text', 'kind'],
    ['name', 'jsonb', 'name'],
    ['amount_minor', 'bigint', 'amount'],
    ['stage', 'text', 'stage'],
    ['act_kind', 'text', 'actKind'],
    ['act_no', 'text', 'actNo'],
    ['act_date', 'date', 'actDate'],
    ['act_file', 'uuid', 'actFile'],
    ['town_hall_id', 'uuid', 'townHallId'],
  ],
};
const TIERS: Table = {
  name: 'scope_tier',
  key: 'id',
  columns: [
    ['name', 'jsonb', 'name'],
    ['description', 'jsonb', 'description'],
  ],
};
const MILESTONES: Table = {
  name: 'milestone',
  key: 'id',
  columns: [
    ['name', 'jsonb', 'name'],
    ['planned_on', 'date', 'plannedOn'],
  ],
};
const TRANCHES: Table = {
  name: 'tranche',
  key: 'id',
  columns: [
    ['milestone_id', 'uuid', 'milestoneId'],
    ['share_bp', 'int', 'shareBp'],
    ['evidence', 'jsonb', 'evidence'],
  ],
};
const DOCUMENTS: Table = {
  name: 'document',
  key: 'file_id',
  columns: [
    ['what', 'text', 'what'],
    ['title', 'jsonb', 'title'],
    ['public', 'boolean', 'public'],
  ],
};
const PHOTOS: Table = { name: 'photo', key: 'file_id', columns: [['caption', 'jsonb', 'caption']] };

/**
 * Makes a project's rows of one table these, in this order: two statements whatever their number. A row whose id belongs
 * to another project is refused as `not-found`, and nothing is written.
 */
async function writeRows(tx: Tx, id: ProjectId, table: Table, rows: readonly object[]): Promise<void> {
  const { name, key, columns } = table;
  const keyValue = key === 'id' ? 'id' : 'fileId';
  const records = rows.map((row, index) => ({ ...row, position: index + 1 })) as Record<string, unknown>[];
  await tx.query(`delete from projects.${name} where project_id = $1 and not (${key} = any($2::uuid[]))`, [
    id,
    records.map((record) => record[keyValue]),
  ]);
  if (records.length === 0) return;
  const into = [...columns.map(([column]) => column), 'position'];
  const types = [`"${keyValue}" uuid`, ...columns.map(([, type, value]) => `"${value}" ${type}`), 'position int'];
  const target = key === 'id' ? 'id' : 'project_id, file_id';
  const written = await rowsOf(
    tx,
    `insert into projects.${name} as old (project_id, ${key}, ${into.join(', ')})
     select $1, "${keyValue}", ${columns.map(([, type, value]) => (type === 'jsonb' ? `nullif("${value}", 'null')` : `"${value}"`)).join(', ')}, position
     from jsonb_to_recordset($2::jsonb) as r(${types.join(', ')})
     on conflict (${target}) do update set ${into.map((column) => `${column} = excluded.${column}`).join(', ')}
     where old.project_id = excluded.project_id returning 1`,
    [id, JSON.stringify(records)],
  );
  if (written.length !== records.length) throw refuse('not-found', 'not-found', 'A row belongs to another project.');
}

/** Makes what the versions of a project leave out this. */
async function writeLeftOut(tx: Tx, id: ProjectId, tiers: SectionValues['campaign']['tiers']): Promise<void> {
  const rows = tiers.flatMap(({ id: tier, without }) => without.map((line) => [tier, line] as const));
  await tx.query('delete from projects.left_out where project_id = $1', [id]);
  await tx.query(
    'insert into projects.left_out (project_id, tier_id, line_id) select $1, * from unnest($2::uuid[], $3::uuid[])',
    [id, rows.map(([tier]) => tier), rows.map(([, line]) => line)],
  );
}

function json(value: object | null): string | null {
  return value && JSON.stringify(value);
}
