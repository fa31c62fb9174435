import type { BodyId, CivilDate, FileId, Money } from '#libs/kernel/src/index.js';
import type { AccountName, Book } from '#libs/ledger/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

/** Who gave, as public as he wished: null is "anonymous". */
export interface Giver {
  readonly name: string | null;
  /** How many they are whose name it is; null: one. */
  readonly people: number | null;
  readonly associationId: BodyId | null;
}

/** The paper behind a line. */
export interface StatementPaper {
  /** `council-decision`, `letter`, `payment-order`…, `invoice`, `valuation-act`. */
  readonly kind: string;
  readonly number: string | null;
  readonly on: CivilDate | null;
  readonly fileId: FileId | null;
}

/** A mistake that two took back: of the line that was wrong, and of the one that takes it back. */
export interface StatementCorrection {
  readonly id: string;
  /** For everybody to read. */
  readonly reason: string;
}

/** One line of a project's statement. */
export interface StatementLine {
  readonly cursor: string;
  readonly at: Date;
  readonly journalId: string;
  /** "pledge.counted", "tranche.released": what happened. */
  readonly kind: string;
  readonly status: 'posted' | 'pending' | 'void';
  readonly book: Book;
  readonly account: AccountName;
  /** Positive when the account grows by it. What is set aside (pending) is given back (void) when it is posted or falls. */
  readonly amount: Money;
  /** Of this account after this line; pending and void lines leave it as it was. */
  readonly balance: Money;
  readonly giver: Giver | null;
  readonly paper: StatementPaper | null;
  /** The tranche's number in the plan. */
  readonly tranche: number | null;
  /** The budget line or the source of money that it is about; the project, where its town's fund gives. */
  readonly about: Multilingual | null;
  readonly reason: string | null;
  readonly correction: StatementCorrection | null;
  /** The number of the seal it lies under; null while it is not sealed. */
  readonly seal: number | null;
}

/** A page of a statement; `next` is null at its end. */
export interface StatementPage {
  readonly lines: readonly StatementLine[];
  readonly next: string | null;
}

/** What stands on each account of a project at a moment. */
export interface StatementTotals {
  readonly asOf: Date;
  readonly accounts: readonly { readonly book: Book; readonly account: AccountName; readonly amount: Money }[];
}
