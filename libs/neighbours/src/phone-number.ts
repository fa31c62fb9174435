import { createRequire } from 'node:module';

// As CommonJS, which class-validator has loaded already: as a module it reads its tables in a way that Node gives up.
const { parsePhoneNumberFromString } = createRequire(import.meta.url)(
  'libphonenumber-js/max',
) as typeof import('libphonenumber-js/max');

/**
 * A number as somebody typed it, in E.164, or null when no network can have given it out. Without a country's code it is
 * read as one of Moldova.
 */
export function phoneNumberOf(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed.slice(0, 40), 'MD');
  return number?.isValid() ? number.number : null;
}
