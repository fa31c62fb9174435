import type { Election } from './election.js';

/** A row of a section of a `.pb` file: its fields by the names in the section's header. */
export type Row = Readonly<Record<string, string>>;

/** A Pabulib file as it was read: everything that stands in it, and the election that can be counted. */
export interface PbFile {
  readonly meta: Row;
  readonly projects: readonly Row[];
  readonly votes: readonly Row[];
  readonly election: Election;
}

/** What makes a file unreadable, with the number of the line. */
export class PbError extends Error {
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const;
type Section = (typeof SECTIONS)[number];
/** What a ballot of approvals is called. */
const APPROVALS = ['approval', 'choose-1'];
const NEEDED: Readonly<Record<Section, readonly string[]>> = {
  META: ['key', 'value'],
  PROJECTS: ['project_id', 'cost'],
  VOTES: ['voter_id', 'vote'],
};

interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

interface Read {
  readonly line: number;
  readonly row: Row;
}

/**
 * Reads a Pabulib file of approval ballots. Takes files without the `key;value` line, with quoted fields, with any further
 * columns, with empty ballots, with a byte order mark and with Windows line ends. Throws `PbError` for everything else.
 */
export function readPb(text: string): PbFile {
  const sections = sectionsOf(linesOf(text.replace(/^\uFEFF/, '')));
  const meta = metaOf(sections.META);
  const projects = rowsOf(sections.PROJECTS, 'PROJECTS');
  const votes = rowsOf(sections.VOTES, 'VOTES');
  const type = meta.get('vote_type');
  if (type && !APPROVALS.includes(type.value))
    throw new PbError(type.line, `votes of type "${type.value}", not approval`);
  const budget = meta.get('budget');
  if (!budget) throw new PbError(sections.META.line, 'no budget in META');
  counted(meta.get('num_projects'), projects.length, 'projects');
  counted(meta.get('num_votes'), votes.length, 'votes');
  return {
    meta: Object.fromEntries([...meta].map(([key, { value }]) => [key, value])),
    projects: projects.map(({ row }) => row),
    votes: votes.map(({ row }) => row),
    election: electionOf({ line: budget.line, row: { cost: budget.value } }, projects, votes),
  };
}

/** Writes a Pabulib file; the columns are those of the first row. `readPb` reads it back as it was. */
export function writePb({ meta, projects, votes }: Omit<PbFile, 'election'>): string {
  const table = (rows: readonly Row[], columns: readonly string[]) => [
    columns,
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  const columnsOf = (rows: readonly Row[], section: Section) => Object.keys(rows[0] ?? {}).length > 0 ? Object.keys(rows[0]!) : NEEDED[section]; // prettier-ignore
  const lines = [
    ['META'],
    ['key', 'value'],
    ...Object.entries(meta),
    ['PROJECTS'],
    ...table(projects, columnsOf(projects, 'PROJECTS')),
    ['VOTES'],
    ...table(votes, columnsOf(votes, 'VOTES')),
  ];
  return lines.map((fields) => `${fields.map(quoted).join(';')}\n`).join('');
}

function quoted(field: string): string {
  return /[";\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Fields between semicolons; inside quotes a semicolon, a line's end and a doubled quote are text. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^";\r\n][^;\r\n]*)?)(;|\r?\n|\r|$)/y;
  let [number, begun, fields] = [1, 1, [] as string[]];
  for (; field.lastIndex < text.length || fields.length > 0;) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (!match) throw new PbError(number, text[at] === '"' ? 'a quote that is not closed, or text after it' : 'unreadable'); // prettier-ignore
    const [whole, inside, plain, end] = match;
    fields.push(inside === undefined ? (plain ?? '') : inside.replaceAll('""', '"'));
    number += whole.match(/\r?\n|\r/g)?.length ?? 0;
    if (end === ';') continue;
    if (fields.some((one) => one.trim() !== '')) lines.push({ number: begun, fields });
    [begun, fields] = [number, []];
  }
  return lines;
}

type Sections = Readonly<Record<Section, { readonly line: number; readonly lines: readonly Line[] }>>;

function sectionsOf(lines: readonly Line[]): Sections {
  const found: Partial<Record<Section, { line: number; lines: Line[] }>> = {};
  let current: { line: number; lines: Line[] } | undefined;
  for (const line of lines) {
    const name = SECTIONS.find((one) => line.fields.length === 1 && line.fields[0]!.trim() === one);
    if (name && found[name]) throw new PbError(line.number, `a second ${name}`);
    if (name) found[name] = current = { line: line.number, lines: [] };
    else if (current) current.lines.push(line);
    else throw new PbError(line.number, 'text before META');
  }
  const last = lines.at(-1)?.number ?? 1;
  for (const name of SECTIONS) if (!found[name]) throw new PbError(last, `no ${name}`);
  return found as Sections;
}

function metaOf({ lines }: Sections['META']): Map<string, { line: number; value: string }> {
  const meta = new Map<string, { line: number; value: string }>();
  lines.forEach(({ number, fields: [key = '', ...value] }, index) => {
    // Two cities publish files without the line that names the two columns.
    if (index === 0 && key === 'key' && value[0] === 'value') return;
    meta.set(key.trim(), { line: number, value: value.join(';').trim() });
  });
  return meta;
}

function rowsOf({ line, lines: [head, ...rest] }: Sections['META'], section: Section): Read[] {
  if (!head) throw new PbError(line, `no header under ${section}`);
  const columns = head.fields.map((column) => column.trim());
  const lacks = NEEDED[section].filter((column) => !columns.includes(column));
  if (lacks.length > 0) throw new PbError(head.number, `no column ${lacks.join(', ')} under ${section}`);
  return rest.map(({ number, fields }) => {
    if (fields.length > columns.length) throw new PbError(number, `${fields.length} fields under ${columns.length} columns`); // prettier-ignore
    return { line: number, row: Object.fromEntries(columns.map((column, place) => [column, fields[place] ?? ''])) };
  });
}

function counted(said: { line: number; value: string } | undefined, are: number, what: string): void {
  if (said && said.value !== `${are}`) throw new PbError(said.line, `${said.value} ${what} announced, ${are} in the file`); // prettier-ignore
}

function electionOf(budget: Read, projects: readonly Read[], votes: readonly Read[]): Election {
  const places = Math.max(...[budget, ...projects].map((one) => decimalOf(one).places.length));
  const minor = (one: Read) => {
    const { whole, places: after } = decimalOf(one);
    return BigInt(whole + after.padEnd(places, '0'));
  };
  const ids = new Set<string>();
  const options = projects.map((one) => {
    const id = one.row.project_id!.trim();
    if (!id || ids.has(id)) throw new PbError(one.line, id ? `a second project "${id}"` : 'a project without id');
    ids.add(id);
    return { id, cost: minor(one) };
  });
  const ballots = votes.map(({ line, row }) => {
    const ticked = row.vote!.split(',').map((id) => id.trim()).filter((id) => id !== ''); // prettier-ignore
    const stranger = ticked.find((id) => !ids.has(id));
    if (stranger !== undefined) throw new PbError(line, `a vote for "${stranger}", which is no project of the file`);
    return ticked;
  });
  return { budget: minor(budget), unit: 10n ** BigInt(places), options, ballots };
}

function decimalOf({ line, row }: Read): { whole: string; places: string } {
  const [, whole, places = ''] = /^\s*(\d{1,18})(?:\.(\d{0,6}))?\s*$/.exec(row.cost!) ?? [];
  if (whole === undefined) throw new PbError(line, `"${row.cost}" is no sum of money`);
  return { whole, places: places.replace(/0+$/, '') };
}
