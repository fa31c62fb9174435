import { type CivilDate, type Money, parseCivilDate } from '#libs/kernel/src/index.js';
import type { RuledParty } from '#libs/programmes/src/index.js';
import { formatDate, type Lang, type Multilingual, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js';

/** The eight parts of a project's file; words under `section.<name>`. */
export const SECTIONS = ['place', 'budget', 'funding', 'campaign', 'stages', 'documents', 'maintenance', 'association'] as const; // prettier-ignore
export type Section = (typeof SECTIONS)[number];

/** Something that is still missing, does not agree or could not be read. Words under `gap.<code>`, made by `gapWords`. */
export interface Gap {
  readonly section: Section;
  /** JSON pointer into the section as it is saved: "/lines/0/unitPrice". */
  readonly pointer: string;
  readonly code: string;
  readonly params: Readonly<Record<string, Money | CivilDate | Lang | RuledParty | Multilingual | number>>;
}

/** Names gaps of one section: `gapsOf('place')('/sector', 'sector-missing')`. */
export function gapsOf(section: Section): (pointer: string, code: string, params?: Gap['params']) => Gap {
  return (pointer, code, params = {}) => ({ section, pointer, code, params });
}

/** A gap in words, its sums, dates and names ready to read. */
export function gapWords(lang: Lang, { code, params }: Pick<Gap, 'code' | 'params'>): string {
  const readable = (value: Gap['params'][string]) => {
    if (typeof value === 'object' && 'original' in value) return textIn(lang, value).text;
    return typeof value === 'string' && parseCivilDate(value) ? formatDate(lang, parseCivilDate(value)!) : value;
  };
  const ready = Object.entries(params).map(([name, value]) => [name, readable(value)]);
  return sayIn(lang)(`gap.${code}`, Object.fromEntries(ready) as WordParams);
}

/** Whether a text has not been written yet in the language of its author. */
export function isBlank(text: Multilingual | null): boolean {
  return !text || textIn(text.original, text).text.trim() === '';
}
