import fs from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { fromRoot } from '../root.js';
import { type CivilDate, currencyOf, Money, type RefusalParams, type Sum } from '#libs/kernel/src/index.js';
import { formatDate, formatMoney, formatNumber, LANGS, type Lang } from './format.js';
import type { Multilingual } from './text.js';

/** Values of a message: plain counts, sums, or texts that are ready to read (a date, a name). */
export type WordParams = RefusalParams;
/** Speaks one language: a key of the catalogue and its values in, the words out. Throws on an unknown key. */
export type Say = (key: string, params?: WordParams) => string;

type Catalogue = Map<string, Record<Lang, string>>;
const folder = fromRoot('libs/platform/messages');

/** Every message by key, from one file an area. Throws when two areas give the same key. */
function readCatalogue(): Catalogue {
  const all: Catalogue = new Map();
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const area = JSON.parse(fs.readFileSync(`${folder}/${file}`, 'utf8')) as Record<string, Record<Lang, string>>;
    for (const [key, texts] of Object.entries(area)) {
      if (all.has(key)) throw new Error(`message ${key} stands twice, the second time in ${file}`);
      all.set(key, texts);
    }
  }
  return all;
}

const catalogue = readCatalogue();
const formats = new Map<string, { words: IntlMessageFormat; quoted: readonly string[] }>();

const PARAM_IN_QUOTES = /[„«‘]\{(\w+)\}[”»’]/g;
const INNER: Readonly<Record<Lang, readonly [RegExp, string]>> = {
  ro: [/„([^„”]*)”|"([^"]*)"/g, '«$1$2»'],
  ru: [/«([^«»]*)»|"([^"]*)"/g, '„$1$2“'],
  en: [/‘([^‘’]*)’(?!\p{L})|"([^"]*)"/gu, '“$1$2”'],
};

/** A name as it stands between the quotation marks of a sentence: marks of its own become the inner ones of the language. */
export function quotable(lang: Lang, name: string): string {
  return name.replace(...(INNER[lang] as [RegExp, string]));
}

/**
 * The words of one language. Sums, numbers and `{day, date}` (a civil day) are written by our own formatter (Intl's ro-MD is
 * not used here); a name that the message puts between quotation marks becomes `quotable`.
 */
export function sayIn(lang: Lang): Say {
  return (key, params = {}) => {
    const id = `${lang} ${key}`;
    const { words, quoted } = formats.get(id) ?? compile(id, lang, key);
    const values = Object.fromEntries(
      Object.entries(params).map(([name, one]) => [name, typeof one === 'object' ? sumIn(lang, one) : one]),
    );
    for (const name of quoted) if (name in params) values[name] = quotable(lang, String(values[name]));
    return words.format(values) as string;
  };
}

function sumIn(lang: Lang, { minor, currency }: Sum): string {
  return formatMoney(lang, Money.ofMinor(minor, currencyOf(currency)));
}

/** Whether the catalogue has a message: for codes that only may have words. */
export function hasWords(key: string): boolean {
  return catalogue.has(key);
}

function compile(id: string, lang: Lang, key: string): { words: IntlMessageFormat; quoted: readonly string[] } {
  const text = catalogue.get(key)?.[lang];
  if (text === undefined) throw new Error(`there is no message ${key} in ${lang}`);
  const words = new IntlMessageFormat(text, lang, undefined, { formatters: formattersOf(lang), ignoreTag: true });
  const quoted = [...text.matchAll(PARAM_IN_QUOTES)].map(([, name]) => name!);
  const made = { words, quoted: [...new Set(quoted)] };
  formats.set(id, made);
  return made;
}

function formattersOf(lang: Lang): NonNullable<ConstructorParameters<typeof IntlMessageFormat>[3]>['formatters'] {
  const number = { format: (value: number) => formatNumber(lang, value) } as Intl.NumberFormat;
  const date = { format: (day: unknown) => formatDate(lang, day as CivilDate) } as Intl.DateTimeFormat;
  return {
    getNumberFormat: () => number,
    getDateTimeFormat: () => date,
    getPluralRules: (...args) => new Intl.PluralRules(...args),
  };
}

/** Picks the reader's language from an Accept-Language header, Romanian when none of ours is wanted. */
export function langOf(acceptLanguage: string | undefined): Lang {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return (
    wanted.map((code) => LANGS.find((lang) => lang === code || (lang === 'ro' && code === 'mo'))).find(Boolean) ?? 'ro'
  );
}

/** A sentence in every language as data: it is kept as it was said, whatever the catalogue says later. */
export function inAll(words: (say: Say) => string): Multilingual {
  return { original: 'ro', ...Object.fromEntries(LANGS.map((lang) => [lang, words(sayIn(lang))])) };
}
