import { parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A number as somebody typed it, in E.164, or null when no network can have given it out. Without a country's code it is
 * read as one of Moldova.
 */
export function phoneNumberOf(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed.slice(0, 40), 'MD');
  return number?.isValid() ? number.number : null;
}
