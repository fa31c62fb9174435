import { fold, latinised } from '#libs/platform/src/index.js';

const TRANSLITERATED: Readonly<Record<string, string>> = {
  ж: 'zh', й: 'y', к: 'k', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ы: 'y', э: 'e', ю: 'yu', я: 'ya',
}; // prettier-ignore

/** Ukrainian letters by their Russian neighbours: the platform's table knows the Russian alphabet. */
const UKRAINIAN: Readonly<Record<string, string>> = { і: 'и', ї: 'и', є: 'е', ґ: 'г' };

/** Longest first: what is written in several ways abroad and said in one. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|sh/g, 's'], [/tch|ch/g, 'c'], [/kh/g, 'h'], [/zh/g, 'j'], [/ts|tz/g, 't'], [/gh/g, 'g'], [/ph/g, 'f'],
  [/ya|ia/g, 'ea'], [/yu/g, 'iu'], [/ye/g, 'e'], [/[qk]/g, 'c'], [/w/g, 'v'], [/x/g, 'cs'], [/y/g, 'i'], [/(.)\1+/g, '$1'],
]; // prettier-ignore

const STATION = /,?\s*loc\.\s*st\.\s*c\.\s*f\.$/;

/** How a text sounds, whatever its alphabet and spelling: "Strășeni", "Страшены" and "Strasheni" are nearly one. */
export function sound(text: string): string {
  return SOUNDS.reduce((key, [written, said]) => key.replace(written, said), latinised(russian(text)));
}

/** A Russian name in Latin letters as passports and maps abroad write it, folded: "Рышканы" is "ryshkany". */
export function transliterated(text: string): string {
  const letters = [...russian(text)];
  return latinised(letters.map((letter) => TRANSLITERATED[letter] ?? letter).join(''));
}

function russian(text: string): string {
  return [...text.toLowerCase().normalize('NFC')].map((letter) => UKRAINIAN[letter] ?? letter).join('');
}

/** A Romanian name without the remark that it is a settlement at a railway station. */
export function withoutStation(name: string): string {
  return name.replace(STATION, '');
}

/**
 * Every way in which people write a name, folded: without diacritics, with î or â, in Cyrillic, transliterated. Names
 * that are two in one ("Офатинци / Выхватинцы") count as both.
 */
export function spellings(romanian: string, others: readonly string[]): string[] {
  const latin = [romanian, withoutStation(romanian)].flatMap((name) => [name, swapped(name)]);
  const foreign = others.flatMap((name) => name.split('/')).flatMap((name) => [name, transliterated(name)]);
  return [...new Set([...latin, ...foreign].map(fold))].filter(Boolean);
}

/** Inside a word î and â are one sound with two spellings: Rîșcani, Râșcani. */
function swapped(name: string): string {
  return name.normalize('NFC').replace(/(?<=\p{L})[îâ](?=\p{L})/gu, (letter) => (letter === 'î' ? 'â' : 'î'));
}

/** A name as a part of an address: "Ștefan Vodă" is "stefan-voda". Cyrillic becomes Latin; '' when nothing is left. */
export function slugOf(name: string): string {
  return latinised(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
}
