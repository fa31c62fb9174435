import { type FieldRefusal, oneLine, refuseWrong } from '#libs/kernel/src/index.js';
import type { Dedication } from './pledge.request.js';
import { type Shortfall, SHORTFALLS } from './pledge.life.js';

/** How long the name may be under which a gift is shown. */
export const NAME_MAX = 80;
const DEDICATION_MAX = 140;
const KINDS: readonly Dedication['kind'][] = ['memory', 'honour', 'wish'];

/** What a donor writes beside his sum, as it came. */
export interface Said {
  readonly shortfall: Shortfall;
  readonly publicName?: string | null;
  readonly dedication?: Dedication | null;
  readonly country?: string | null;
}

/** What stands beside a gift in public: a name, null when anonymous, and a dedication. */
export interface PublicWords {
  readonly publicName: string | null;
  readonly dedication: Dedication | null;
}

/** What he wrote, tidied: '' is nothing, spaces are single. */
export interface Heard extends PublicWords {
  readonly country: string | null;
}

/**
 * Reads a donor's words. Throws the fields that are wrong: `required-choice`, `public-name` and `dedication-length`
 * (params `max`), `dedication-kind`, `country`.
 */
export function hear({ shortfall, country, ...beside }: Said): Heard {
  const code = tidy(country)?.toUpperCase() ?? null;
  const { words, wrong } = wordsIn(beside);
  const all = [
    !SHORTFALLS.includes(shortfall) && { pointer: '/shortfall', code: 'required-choice' },
    ...wrong,
    code !== null && !/^[A-Z]{2}$/.test(code) && { pointer: '/country', code: 'country' },
  ];
  refuseWrong(all);
  return { ...words, country: code };
}

/** Reads the public words alone. Throws the fields that are wrong as `hear` does. */
export function hearWords(said: Pick<Said, 'publicName' | 'dedication'>): PublicWords {
  const { words, wrong } = wordsIn(said);
  refuseWrong(wrong);
  return words;
}

function wordsIn({ publicName, dedication }: Pick<Said, 'publicName' | 'dedication'>) {
  const name = tidy(publicName);
  const text = tidy(dedication?.text);
  const wrong: (FieldRefusal | false)[] = [
    [...(name ?? '')].length > NAME_MAX && { pointer: '/publicName', code: 'public-name', params: { max: NAME_MAX } },
    [...(text ?? '')].length > DEDICATION_MAX && {
      ...{ pointer: '/dedication/text', code: 'dedication-length', params: { max: DEDICATION_MAX } },
    },
    text !== null && !KINDS.includes(dedication!.kind) && { pointer: '/dedication/kind', code: 'dedication-kind' },
  ];
  const words: PublicWords = { publicName: name, dedication: text === null ? null : { kind: dedication!.kind, text } };
  return { words, wrong };
}

/** One line; '' is nothing. */
export function tidy(text: string | null | undefined): string | null {
  return oneLine(text ?? '') || null;
}
