import { hasWords } from '#libs/platform/src/index.js';
import type { StatementLine } from './statement.js';

/** The keys of the messages that say, in the reader's language, what a line of a statement is. */
export interface LineWords {
  /** What happened: "Gift received". */
  readonly what: string;
  /** Which state of the money the line is about: "Held". */
  readonly state: string;
  /** "set aside" and the like; null for what is posted. */
  readonly status: string | null;
}

/**
 * The words of a line: of its kind, more exactly where its reason has words of its own; a reversal is named by what it
 * takes back. A kind that has no words yet is "other entry".
 */
export function wordsOf({ kind, reason, account, status }: StatementLine): LineWords {
  const own = `entry.kind.${kind}`;
  const exact = kind === 'correction.reversed' ? `entry.reason.${reason}` : `${own}.${reason}`;
  return {
    what: [exact, own].find((key) => hasWords(key)) ?? 'entry.kind.other',
    state: stateOf(account),
    status: status === 'posted' ? null : `entry.status.${status}`,
  };
}

/** The key of the words for the state of the money that an account holds. */
export function stateOf(account: StatementLine['account']): string {
  return `entry.state.${account}`;
}
