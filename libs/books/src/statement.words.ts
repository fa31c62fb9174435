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

/** The words of a line; a kind that has none yet is "other entry". A reversal is named by its reason where that has words. */
export function wordsOf({ kind, reason, account, status }: StatementLine): LineWords {
  const keys = [`entry.reason.${reason ?? ''}`, `entry.kind.${kind}`].filter((key) => hasWords(key));
  const reversal = kind === 'correction.reversed';
  return {
    what: (reversal ? keys[0] : keys.at(-1)) ?? 'entry.kind.other',
    state: `entry.state.${account}`,
    status: status === 'posted' ? null : `entry.status.${status}`,
  };
}
