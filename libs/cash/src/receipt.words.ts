import { normaliseEmail } from '#libs/identity/src/index.js';
import { oneLine, refuseFields, refuseWrong, wrongIn } from '#libs/kernel/src/index.js';
import type { ReceiptWords } from './cash.js';

const NAME_MAX = 80;

/** What a cashier wrote, tidied. Throws the fields that are wrong: `amount-positive`, `public-name` (param `max`), `email`. */
export function heard({ giver, email, shown, ...words }: ReceiptWords): ReceiptWords {
  const { lei } = words;
  const readGiver = () => giverIn(giver ?? '');
  const readEmail = () => emailIn(email ?? '');
  refuseWrong([
    (lei.currency !== 'MDL' || !lei.isPositive()) && { pointer: '/lei', code: 'amount-positive' },
    ...wrongIn(readGiver),
    ...wrongIn(readEmail),
  ]);
  const name = readGiver();
  return { ...words, giver: name, shown: shown && name !== null, email: readEmail() };
}

/** The name of a giver on one line; null for none. Throws `public-name` (param `max`). */
export function giverIn(text: string): string | null {
  const name = oneLine(text) || null;
  if ([...(name ?? '')].length > NAME_MAX)
    throw refuseFields({ pointer: '/giver', code: 'public-name', params: { max: NAME_MAX } });
  return name;
}

/** Where a giver's letters go; null for none. Throws `email`. */
export function emailIn(text: string): string | null {
  return text.trim() ? normaliseEmail(text) : null;
}

/** Why a receipt is void, 1 to 500 characters. Throws `approval-reason`. */
export function reasonIn(text: string): string {
  const reason = oneLine(text);
  if (reason.length < 1 || reason.length > 500) throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
  return reason;
}
