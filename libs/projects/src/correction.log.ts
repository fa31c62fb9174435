import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { Section } from './gap.js';
import type { ProjectPlan } from './project.plan.js';

/** One field that a correction changes; null where there was or is nothing. */
export interface FieldChange {
  /** JSON pointer into the section, rows by their id: "/lines/ID/name". */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Who corrects which section, and why; `by` and `reason` null is the campaign moved because its project came out late. */
export interface CorrectionNote {
  readonly projectId: ProjectId;
  readonly section: Section;
  readonly reason: string | null;
  readonly by: PersonId | null;
}

/** Writes changes into the public history of a project, where they stay. */
export async function keepCorrections(tx: Tx, note: CorrectionNote, changes: readonly FieldChange[]): Promise<void> {
  const { projectId, section, reason, by } = note;
  for (const { field, before, after } of changes) {
    await tx.query(
      `insert into projects.correction (project_id, section, field, before, after, reason, by, at)
       values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
      [projectId, section, field, json(before), json(after), reason, by],
    );
  }
}

/** Each section as its fields and its tables. */
const SAYS: Readonly<
  Record<Section, (plan: ProjectPlan) => { fields?: object; tables?: Record<string, readonly object[]> }>
> = {
  place: ({ project: { placeCode, title, summary, why, peopleServed, sector } }) => ({
    fields: { placeCode, title, summary, why, peopleServed, sector },
  }),
  budget: ({ lines }) => ({
    tables: {
      lines: lines.map(({ id, name, quantity, unit, unitPrice, coreQuantity }) => ({
        id,
        name,
        quantity,
        unit,
        unitPrice,
        coreQuantity,
      })),
    },
  }),
  funding: ({ project: { floorBp }, programme, sources }) => ({
    fields: { programme: programme?.edition.title, floorBp },
    tables: { sources },
  }),
  campaign: ({
    campaign: { model, minimum, optimum, bufferBp, extendAtBp, extendDays, opensOn, closesOn },
    tiers,
  }) => ({
    fields: { model, minimum, optimum, bufferBp, extendAtBp, extendDays, opensOn, closesOn },
    tables: { tiers: tiers.map(({ id, name, description }) => ({ id, name, description })) },
  }),
  stages: ({ milestones, tranches }) => ({
    tables: { milestones: milestones.map(({ id, name, plannedOn }) => ({ id, name, plannedOn })), tranches },
  }),
  documents: ({ documents, photos }) => ({ tables: { documents, photos } }),
  maintenance: ({ project: { maintainer, maintenancePayer, upkeep, risks } }) => ({
    fields: { maintainer, maintenancePayer, upkeep, risks },
  }),
  association: ({ project: { associationId, noAssociation } }) => ({ fields: { associationId, noAssociation } }),
};

/** What a section says, field by field, in plain JSON; rows by their id. */
export function factsOf(section: Section, plan: ProjectPlan): Map<string, unknown> {
  const facts = new Map<string, unknown>();
  const { fields = {}, tables = {} } = SAYS[section](plan);
  for (const [field, value] of Object.entries(fields)) facts.set(`/${field}`, plainJson(value));
  for (const [table, rows] of Object.entries(tables)) {
    for (const { id, fileId, ...row } of rows as readonly Record<string, unknown>[]) {
      const at = `/${table}/${String(id ?? fileId)}`;
      for (const [field, value] of Object.entries(row)) facts.set(`${at}/${field}`, plainJson(value));
    }
  }
  return facts;
}

/** The fields in which two readings of a section differ, in the order of the earlier, then of the later. */
export function changesBetween(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): FieldChange[] {
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

const DEAL: Readonly<Record<Section, RegExp | null>> = {
  place: null,
  budget: /\/(quantity|unit|unitPrice|coreQuantity)$/,
  funding: /^\/programme$|^\/floorBp$|\/(kind|amount)$/,
  campaign: /./,
  stages: /^\/tranches\/|\/plannedOn$/,
  documents: null,
  maintenance: null,
  association: /./,
};

/** Whether a field is part of what people were promised when they gave: it stays as it was once the campaign has opened. */
export function isDeal(section: Section, field: string): boolean {
  return DEAL[section]?.test(field) ?? false;
}

/** Whether a field is fixed by publication itself: the address, who verifies, and which town's council has decided on a share. */
export function isFixed(section: Section, field: string): boolean {
  return section === 'association' || (section === 'place' && field === '/placeCode') || field.endsWith('/townHallId');
}

/** Whether a field is of a share that the council of another town has agreed to: its sum and how it stands are not the lead's to change. */
export function isAgreedShare(field: string, plans: readonly Pick<ProjectPlan, 'sources'>[]): boolean {
  const [, id, what] = /^\/sources\/([^/]+)\/(.+)$/.exec(field) ?? [];
  return (
    what !== 'name' && plans.some(({ sources }) => sources.some((one) => one.id === id && one.townHallId !== null))
  );
}

function plainJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
