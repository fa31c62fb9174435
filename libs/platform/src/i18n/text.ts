import type { Lang } from './format.js';

/** A text that somebody wrote in one language and perhaps translated; `original` is the language it was written in. */
export interface Multilingual {
  readonly original: Lang;
  readonly ro?: string;
  readonly ru?: string;
  readonly en?: string;
}

/** The text for a reader and the language it is really in, so that the page can say so (`lang=`). */
export function textIn(lang: Lang, text: Multilingual): { text: string; lang: Lang } {
  const own = text[lang];
  return own ? { text: own, lang } : { text: text[text.original] ?? '', lang: text.original };
}

const LETTERS: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'j', з: 'z', и: 'i', й: 'i', к: 'c', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 't', ч: 'c', ш: 's', щ: 's', ъ: '', ы: 'i', ь: '', э: 'a', ю: 'iu', я: 'ea',
}; // prettier-ignore

/** Folds a text for search: lower case, no diacritics (ș ş s are one), single spaces, no punctuation. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A text in Cyrillic as it sounds in Latin letters, folded; Latin text is only folded. */
export function latinised(text: string): string {
  return [...fold(text)].map((letter) => LETTERS[letter] ?? letter).join('');
}
