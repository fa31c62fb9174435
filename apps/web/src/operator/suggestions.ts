import type { BankLine } from '#libs/payments/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';

const MOST = 10;

/** An awaited transfer that a line may be, and why it is thought so. */
export interface Suggestion {
  readonly pledge: Pledge;
  /** The line's own text holds the gift's reference; else only the sum is the same. */
  readonly by: 'reference' | 'amount';
}

/**
 * Awaited transfers that a line of the statement may be: those whose reference it holds, however it was written, then
 * those of the same sum and currency. Only ever a suggestion: a person decides.
 */
export function suggested(line: BankLine, awaited: readonly Pledge[]): Suggestion[] {
  const text = plain(`${line.reference} ${line.counterparty.name ?? ''}`);
  const named = awaited.filter(({ ref }) => text.includes(plain(ref).slice(2)));
  const alike = awaited.filter(
    (pledge) =>
      !named.includes(pledge) &&
      pledge.gross.currency === line.amount.currency &&
      pledge.gross.compare(line.amount) === 0,
  );
  return [
    ...named.map((pledge) => ({ pledge, by: 'reference' as const })),
    ...alike.map((pledge) => ({ pledge, by: 'amount' as const })),
  ].slice(0, MOST);
}

/** Letters and digits only, in capitals: "pl 7kq2-m4" is "PL7KQ2M4". */
function plain(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '');
}
