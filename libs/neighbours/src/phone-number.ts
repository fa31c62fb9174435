import { createRequire } from 'node:module';

// As CommonJS, which class-validator has loaded already: as a module it reads its tables in a way that Node gives up.
const { parsePhoneNumberFromString } = createRequire(import.meta.url)(
  'libphonenumber-js/max',
) as typeof import('libphonenumber-js/max');

/** Moldova's. */
export const HOME = '373';
/** Where the plan of a country does not tell mobile numbers from others, as that of North America, any may be one. */
const MOBILE = ['MOBILE', 'FIXED_LINE_OR_MOBILE'];

/** A number to which a code can be sent. */
export interface PhoneNumber {
  /** In E.164. */
  readonly number: string;
  /** The country's code: "373". */
  readonly country: string;
}

/**
 * A number as somebody typed it, or null when no network can have given it out to a mobile phone: nobody reads messages on
 * a landline, and whoever sends them to numbers at a premium shares in the price. Without a country's code it is read as one
 * of Moldova.
 */
export function phoneNumberOf(typed: string): PhoneNumber | null {
  const found = parsePhoneNumberFromString(typed.slice(0, 40), 'MD');
  if (!found?.isValid() || !MOBILE.includes(found.getType() ?? '')) return null;
  return { number: found.number, country: found.countryCallingCode };
}
