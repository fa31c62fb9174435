import type { BankLine } from '#libs/banking/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What people know a line of a statement by: its day, its sum and who paid or was paid; its reference where the bank names nobody. */
export function lineName(
  { dateShort, money }: Pick<Reading, 'dateShort' | 'money'>,
  { bookedOn, amount, counterparty, reference }: Pick<BankLine, 'bookedOn' | 'amount' | 'counterparty' | 'reference'>,
): string {
  return `${dateShort(bookedOn)}, ${money(amount)}, ${counterparty.name ?? reference}`;
}
