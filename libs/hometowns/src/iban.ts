import { refuseFields } from '#libs/kernel/src/index.js';

/**
 * A Moldovan IBAN as it is kept: 24 characters, capitals, no spaces (ISO 13616, check digits by ISO 7064 mod 97-10).
 * Throws `iban-country`, `iban-length` or `iban-check` for the pointer given.
 */
export function parseIban(text: string, pointer = '/iban'): string {
  const iban = text.replace(/[\s\u200b-\u200d\u2060-]/g, '').toUpperCase();
  if (!iban.startsWith('MD')) throw refuseFields({ pointer, code: 'iban-country' });
  if (iban.length !== 24) throw refuseFields({ pointer, code: 'iban-length', params: { n: iban.length } });
  if (!/^MD\d{2}[A-Z0-9]{20}$/.test(iban) || remainder(iban) !== 1) throw refuseFields({ pointer, code: 'iban-check' });
  return iban;
}

/** An IBAN for people: groups of four. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Mod 97 digit by digit: the whole number would not fit. */
function remainder(iban: string): number {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
