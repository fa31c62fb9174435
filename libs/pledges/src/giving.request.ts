import { type FieldRefusal, refuseFields } from '#libs/kernel/src/index.js';
import type { Dedication } from './pledge.request.js';
import type { Shortfall } from './pledge.life.js';

const NAME_MAX = 80;
const DEDICATION_MAX = 140;
const SHORTFALLS: readonly Shortfall[] = ['return', 'smaller', 'next'];
const KINDS: readonly Dedication['kind'][] = ['memory', 'honour', 'wish'];

/** What a donor writes beside his sum, as it came. */
export interface Said {
  readonly shortfall: Shortfall;
  readonly publicName?: string | null;
  readonly dedication?: Dedication | null;
  readonly country?: string | null;
}

/** What he wrote, tidied: '' is nothing, spaces are single. */
export interface Heard {
  readonly publicName: string | null;
  readonly dedication: Dedication | null;
  readonly country: string | null;
}

/**
 * Reads a donor's words. Throws the fields that are wrong: `required-choice`, `public-name` and `dedication-length`
 * (params `max`), `dedication-kind`, `country`.
 */
export function hear({ shortfall, publicName, dedication, country }: Said): Heard {
  const name = tidy(publicName);
  const text = tidy(dedication?.text);
  const code = tidy(country)?.toUpperCase() ?? null;
  const wrong: (FieldRefusal | false)[] = [
    !SHORTFALLS.includes(shortfall) && { pointer: '/shortfall', code: 'required-choice' },
    [...(name ?? '')].length > NAME_MAX && { pointer: '/publicName', code: 'public-name', params: { max: NAME_MAX } },
    [...(text ?? '')].length > DEDICATION_MAX && {
      ...{ pointer: '/dedication/text', code: 'dedication-length', params: { max: DEDICATION_MAX } },
    },
    text !== null && !KINDS.includes(dedication!.kind) && { pointer: '/dedication/kind', code: 'dedication-kind' },
    code !== null && !/^[A-Z]{2}$/.test(code) && { pointer: '/country', code: 'country' },
  ];
  const [first, ...rest] = wrong.filter((field) => field !== false);
  if (first) throw refuseFields(first, ...rest);
  return { publicName: name, dedication: text === null ? null : { kind: dedication!.kind, text }, country: code };
}

function tidy(text: string | null | undefined): string | null {
  return (
    (text ?? '')
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim() || null
  );
}
