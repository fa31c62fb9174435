import type { Lang } from '#libs/platform/src/index.js';
import { type SavedSection, type Section, SHAPES, type Typed } from '#libs/projects/src/index.js';
import { Form } from '../edge/form.js';
import type { SectionForm } from './section.requests.js';

/** Fields that are written in a language. */
const WORDS = new Set(['title', 'summary', 'why', 'name', 'description', 'evidence', 'caption', 'maintainer', 'maintenancePayer', 'risks']); // prettier-ignore
/** Boxes to tick. */
const FLAGS = new Set(['core', 'public', 'photosChecked', 'noAssociation', 'illustrative']);

/** Boxes of which any may be ticked; they are sent as a list. */
const LISTS = new Set(['without']);

/** The name of the field in which a text of the project is written: "data.title" is "data.title.ro". */
export function wordsName(name: string, lang: Lang): string {
  return `${name}.${lang}`;
}

/** The name of the field that a gap points to. */
export function gapName(pointer: string, lang: Lang): string {
  const name = `data${pointer.replaceAll('/', '.')}`;
  return WORDS.has(name.split('.').at(-1)!) ? wordsName(name, lang) : name;
}

/** A form with a section as it was typed. */
export function formOfSection(
  { version, typed }: Pick<SavedSection, 'version' | 'typed'>,
  lang: Lang,
): Form<SectionForm> {
  return Form.blank<SectionForm>({ version: String(version), ...fieldsOfSection(typed, lang) });
}

/** What was typed in a section by the names of its form's fields. */
export function fieldsOfSection(typed: Typed, lang: Lang): Record<string, string | string[]> {
  return Object.fromEntries(flat('data', typed, lang));
}

function flat(name: string, value: unknown, lang: Lang): [string, string | string[]][] {
  const last = name.split('.').at(-1)!;
  if (value === null || value === undefined) return [];
  if (LISTS.has(last)) return [[`${name}[]`, [value].flat().map(String)]];
  if (Array.isArray(value)) return value.flatMap((one, index) => flat(`${name}.${index}`, one, lang));
  if (typeof value === 'object') {
    const fields = value as Readonly<Record<string, unknown>>;
    if ('amount' in fields && 'currency' in fields) return flat(name, String(fields.amount).replace(/\.00$/, ''), lang);
    return Object.entries(fields).flatMap(([field, one]) => flat(`${name}.${field}`, one, lang));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (FLAGS.has(last)) return ['true', 'on', '1', 'yes'].includes(text) ? [[name, 'yes']] : [];
  return [[WORDS.has(last) ? wordsName(name, lang) : name, text]];
}

/** What a form says, fit to be saved: rows marked to go are left out. */
export function typedOfForm(section: Section, data: Typed = {}): Record<string, unknown> & Typed {
  const tables = Object.keys(SHAPES[section].tables ?? {});
  const rows = (value: unknown) =>
    (Array.isArray(value) ? value : []).filter((row: Typed | undefined) => row && row.remove !== 'yes') as Typed[];
  return { ...data, ...Object.fromEntries(tables.map((name) => [name, rows(data[name])])) };
}
