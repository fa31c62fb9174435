import type { FieldRefusal } from '#libs/kernel/src/index.js';

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
/** A personal code has thirteen digits and begins with 0 or 2; people write it with blanks too. */
const IDNP = /(?<!\d)[02](?:[ \u00a0-]?\d){12}(?!\d)/;
/** 0 and eight digits, as at home, or a plus and eight to fourteen, as from abroad. */
const PHONE =
  /(?<!\d[ \u00a0.,]?)(?:0(?:[ \u00a0/()-]{0,2}\d){8}|(?:\+|00)[1-9](?:[ \u00a0/()-]{0,2}\d){7,13})(?![.,]?\d)/;

/** Whether a text that everybody will read seems to hold a phone number, an e-mail address or a personal code. */
export function seemsPrivate(text: string): boolean {
  return [EMAIL, IDNP, PHONE].some((mark) => mark.test(text));
}

/** What is wrong with a text in which everybody will read such a thing, unless whoever wrote it has said that it may stay. */
export function privateFault(text: string, open = false): FieldRefusal | false {
  return !open && seemsPrivate(text) && { pointer: '/open', code: 'text-private' };
}
