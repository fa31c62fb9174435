import { refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankLineId } from './bank-line.js';

/** A line of the statement that nothing has claimed; sure: its text says whose it is. */
export interface OpenLine {
  readonly id: BankLineId;
  /** In the currency of its account, as text. */
  readonly minor: string;
  readonly sure: boolean;
}

/**
 * Of lines that were said to belong to a thing, those that nothing has claimed, oldest first. `said`: a query for their
 * `line_id` and `sure`, in which $1 is the thing's id.
 */
export function openLinesOf(tx: Tx, said: string, thing: string): Promise<OpenLine[]> {
  return rowsOf<OpenLine>(
    tx,
    `select l.id, l.amount_minor::text as minor, s.sure from (${said}) s join banking.line l on l.id = s.line_id
      where l.state = 'confirmed' and l.claimed_by is null and l.meaning in ('gift', 'unidentified') order by l.id`,
    [thing],
  );
}

/** What two sign when they say whose lines are: exactly these. */
export function namesOf(lines: readonly OpenLine[]): string {
  return lines.map(({ id }) => id).join(' ');
}

/** Throws `lines-changed` when others stand there by now than those that the first of two has `signed`. */
export function mustBeThose(lines: readonly OpenLine[], signed: unknown): void {
  if (namesOf(lines) !== signed)
    throw refuse('conflict', 'lines-changed', 'Other lines of the statement stand there than those that were signed.');
}

/** What lines come to, in the smallest unit of their account's currency. */
export function cameOf(lines: readonly OpenLine[]): bigint {
  return lines.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
}
