import { type BankLine, MEANINGS } from '#libs/banking/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';

type Named = Pick<BankLine, 'bookedOn' | 'amount' | 'meaning' | 'counterparty' | 'purpose' | 'reference'>;

/**
 * What people know a line of a statement by: its day, its sum (less than nothing when it went out) and who paid or was
 * paid; what for, or its reference, where the bank names nobody.
 */
export function lineName({ dateShort, money }: Pick<Reading, 'dateShort' | 'money'>, line: Named): string {
  const { bookedOn, amount, meaning, counterparty, purpose, reference } = line;
  const signed = MEANINGS[meaning].direction === 'in' ? amount : Money.ofMinor(-amount.minor, amount.currency);
  return `${dateShort(bookedOn)}, ${money(signed)}, ${counterparty.name ?? purpose ?? reference}`;
}
