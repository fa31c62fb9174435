import type { Lang } from '#libs/platform/src/index.js';

/** Countries in which people from Moldova live in numbers; whoever is elsewhere leaves the field empty. */
const CODES = [
  'MD', 'AE', 'AT', 'AU', 'AZ', 'BE', 'BG', 'BR', 'BY', 'CA', 'CH', 'CN', 'CY', 'CZ', 'DE', 'DK', 'EE', 'EG', 'ES', 'FI', 'FR', 'GB', 'GE',
  'GR', 'HR', 'HU', 'IE', 'IL', 'IS', 'IT', 'JP', 'KR', 'KZ', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'NZ', 'PL', 'PT', 'QA', 'RO', 'RS', 'RU',
  'SA', 'SE', 'SI', 'SK', 'TR', 'UA', 'US', 'ZA',
] as const; // prettier-ignore

const lists = new Map<Lang, readonly (readonly [string, string])[]>();

/** Countries with their names in a language, in its alphabet. */
export function countriesIn(lang: Lang): readonly (readonly [string, string])[] {
  const known = lists.get(lang);
  if (known) return known;
  const order = new Intl.Collator(lang);
  const made = CODES.map((code) => [code, countryName(lang, code)] as const).sort((a, b) => order.compare(a[1], b[1]));
  lists.set(lang, made);
  return made;
}

/** The name of a country in a language. */
export function countryName(lang: Lang, code: string): string {
  return new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code;
}
