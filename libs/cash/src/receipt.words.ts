import { normaliseEmail } from '#libs/identity/src/index.js';
import { oneLine, refuseFields, refuseWrong } from '#libs/kernel/src/index.js';
import type { ReceiptWords } from './cash.js';

const NAME_MAX = 80;

/** What a cashier wrote, tidied. Throws the fields that are wrong: `amount-positive`, `public-name` (param `max`), `email`. */
export function heard({ giver, email, shown, ...words }: ReceiptWords): ReceiptWords {
  const name = oneLine(giver ?? '') || null;
  const { lei } = words;
  refuseWrong([
    (lei.currency !== 'MDL' || !lei.isPositive()) && { pointer: '/lei', code: 'amount-positive' },
    [...(name ?? '')].length > NAME_MAX && { pointer: '/giver', code: 'public-name', params: { max: NAME_MAX } },
  ]);
  return { ...words, giver: name, shown: shown && name !== null, email: email?.trim() ? normaliseEmail(email) : null };
}

/** Why a receipt is void, 1 to 500 characters. Throws `approval-reason`. */
export function reasonIn(text: string): string {
  const reason = oneLine(text);
  if (reason.length < 1 || reason.length > 500) throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
  return reason;
}
