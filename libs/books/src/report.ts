import type { Contribution, Stage, Standing } from '#libs/cofunding/src/index.js';
import type { CivilDate, Money } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { ActKind, FundingSourceId, SourceKind } from '#libs/projects/src/index.js';

/** One source of the funding plan but the people's: what was planned, and what stands at each stage. */
export interface ReportSource extends Standing {
  readonly sourceId: FundingSourceId;
  readonly kind: SourceKind;
  readonly name: Multilingual | null;
  readonly planned: Money;
  /** What brought it there, oldest first. */
  readonly acts: readonly ReportAct[];
}

/** A step of a source's money, and the act by which it was taken. */
export interface ReportAct {
  readonly step: Stage | 'reversed';
  readonly amount: Money;
  readonly actKind: ActKind;
  readonly actNumber: string | null;
  readonly actDate: CivilDate | null;
}

/** Money of the people that reached the town hall; below zero: that it sent back. */
export interface ReportPayment {
  /** The tranche's number in the plan; null for what came back. */
  readonly tranche: number | null;
  readonly at: Date;
  readonly amount: Money;
}

/** An invoice that stands; its act is there once it is proven. */
export interface ReportInvoice {
  readonly line: Multilingual;
  readonly supplier: string;
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly amount: Money;
  /** The part that the people's money paid. */
  readonly fromPeople: Money;
  readonly actNumber: string | null;
  readonly actOn: CivilDate | null;
}

/** One line of the final account. */
export interface ReportLine {
  readonly line: Multilingual;
  readonly planned: Money;
  readonly real: Money;
  readonly fromPeople: Money;
}

/** Where the people's money stands, in the order in which it goes through these places. */
export const LEFT = ['promised', 'claim', 'on-the-way', 'town-unspent', 'spent', 'proven', 'loss'] as const;
export type Left = (typeof LEFT)[number];

/**
 * The money of a project as the books told it up to one head: the same head, the same figures. Names are as the plan says them
 * now; its sums are fixed when the campaign opens.
 */
export interface ProjectReport {
  readonly head: { readonly n: number; readonly hash: string; readonly at: Date };
  /** Final once the work is accepted and the project has ended. */
  readonly kind: 'intermediate' | 'final';
  /** What the whole work costs by the plan. */
  readonly total: Money;
  readonly people: Contribution;
  /** What else came through Plai and has not gone back: from sponsors, from the town's fund. */
  readonly added: Money;
  readonly sources: readonly ReportSource[];
  readonly payments: readonly ReportPayment[];
  readonly invoices: readonly ReportInvoice[];
  readonly left: Readonly<Record<Left, Money>>;
  /** Work and materials, valued; in no sum of money. */
  readonly inKind: Money;
  /** The end in papers; null in an intermediate report. */
  readonly end: { readonly number: string; readonly date: CivilDate; readonly lines: readonly ReportLine[] } | null;
}
