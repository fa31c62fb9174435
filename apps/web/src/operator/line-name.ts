import type { BankLine } from '#libs/banking/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What people know a line of a statement by: its day, its sum and who paid or was paid; what for, or its reference, where the bank names nobody. */
export function lineName(
  { dateShort, money }: Pick<Reading, 'dateShort' | 'money'>,
  {
    bookedOn,
    amount,
    counterparty,
    purpose,
    reference,
  }: Pick<BankLine, 'bookedOn' | 'amount' | 'counterparty' | 'purpose' | 'reference'>,
): string {
  return `${dateShort(bookedOn)}, ${money(amount)}, ${counterparty.name ?? purpose ?? reference}`;
}
