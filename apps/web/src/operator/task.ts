import { type BankLine, CLAIM_DAYS, EXPLAIN_DAYS } from '#libs/banking/src/index.js';
import { addDays, startOfDay } from '#libs/kernel/src/index.js';

/** One thing that waits for the operator, in the words of its reader. */
export interface Task {
  /** The kind: of an approval, or of the work. `operator.task.…` and `operator.otherwise.…` have its words. */
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
  /** Until when; null where nothing runs out. */
  readonly by: Date | null;
  /** A second signature: of the reader (`sign`), or of somebody else because the reader asked (`own`). */
  readonly approval?: 'sign' | 'own';
}

/** Until when a receipt may find its owner; then it is to go back. */
export function claimableUntil({ bookedOn }: Pick<BankLine, 'bookedOn'>): Date {
  return startOfDay(addDays(bookedOn, CLAIM_DAYS));
}

/** Until when money that went out is to be explained; then no tranche is ordered. */
export function explainableUntil({ bookedOn }: Pick<BankLine, 'bookedOn'>): Date {
  return startOfDay(addDays(bookedOn, EXPLAIN_DAYS));
}

const DIGITS = 16;
const FAR = Number.MAX_SAFE_INTEGER;

/** A task's place in the queue: what has a deadline first, the nearest before the others, then the oldest. */
export function taskKey({ by, since, what, subject }: Pick<Task, 'by' | 'since' | 'what' | 'subject'>): string {
  const moments = [by?.getTime() ?? FAR, since.getTime()].map((at) => `${at}`.padStart(DIGITS, '0'));
  return [...moments, what, subject].join('.');
}
