import { type BankLine, CLAIM_DAYS } from '#libs/banking/src/index.js';
import { addDays, startOfDay } from '#libs/kernel/src/index.js';

/** One thing that waits for the operator, in the words of its reader. */
export interface Task {
  /** Its place in the queue. */
  readonly key: string;
  /** The kind: of an approval, or of the work. `operator.task.…`, `operator.otherwise.…` and `operator.end.…` have its words. */
  readonly what: string;
  /** The thing: "body:ID". */
  readonly subject: string;
  /** Where it is decided, below the desk. */
  readonly path: string;
  /** Which one, and how much. */
  readonly about: string;
  /** Who asks, or where it comes from; null for the house itself. */
  readonly who: string | null;
  readonly since: Date;
  /** Until when; then what happens if nobody decides has happened, or the operator's own term is over (`own`). */
  readonly by: Date;
  readonly own: boolean;
  /** A second signature: of the reader (`sign`), or of somebody else because the reader asked (`own`). */
  readonly approval?: 'sign' | 'own';
}

/** Until when a receipt may find its owner; then it is to go back. */
export function claimableUntil({ openFrom }: Pick<BankLine, 'openFrom'>): Date {
  return startOfDay(addDays(openFrom, CLAIM_DAYS));
}
