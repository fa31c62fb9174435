import type { CivilDate, ProjectId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

/** What can wait for a town hall. */
export const TASKS = ['sign', 'gaps', 'send', 'objection', 'tranche', 'tranche-back', 'late', 'invoice', 'unspent', 'prove', 'prove-after', 'account', 'accept', 'stage', 'board', 'board-late', 'twins', 'papers', 'winners', 'partner'] as const; // prettier-ignore

/** Something that waits for this town hall. `by` is the last day, when there is one. */
export interface Task {
  readonly what: (typeof TASKS)[number];
  readonly project: { readonly id: ProjectId; readonly title: Multilingual } | null;
  /** How many of them, or which one. */
  readonly n: number;
  readonly by: CivilDate | null;
  /** Path below the desk. */
  readonly at: string;
}

/** Something that goes on elsewhere: nothing to do here until it is over. */
export interface Wait {
  readonly project: { readonly id: ProjectId; readonly title: Multilingual };
  /** Words: `tranche.state.voting`, `term.state.review`. */
  readonly words: string;
  /** Of the tranche, when it is one. */
  readonly number: number | null;
  /** A deadline, or the last day. */
  readonly until: Date | CivilDate | null;
  readonly at: string;
}
