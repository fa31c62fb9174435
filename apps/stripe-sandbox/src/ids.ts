import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits by chance. */
export function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => LETTERS[byte % 62]).join('');
}

/** An id as Stripe makes them: `pi_…`. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${randomText(length)}`;
}
