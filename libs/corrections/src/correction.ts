import { type ApprovalId, charactersIn, type Id, type Money, oneLine, type PersonId, type ProjectId, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore

/** The id of its approval. */
export type CorrectionId = ApprovalId;

/** Days within which a second person signs; then the question has come to nothing. */
export const LAPSE_DAYS = 14;
/** How long the public reason is. */
export const REASON = { min: 10, max: 300 } as const;

/** From asked to one of four ends, once. */
export type CorrectionState = 'asked' | 'done' | 'refused' | 'withdrawn' | 'lapsed';

/** What everybody may read of a correction that was made. */
export interface MadeCorrection {
  readonly id: CorrectionId;
  readonly at: Date;
  /** Of the journal that was wrong. */
  readonly kind: string;
  readonly project: ProjectId | null;
  /** All that is taken back: of a deposit or a settlement every gift of it. */
  readonly amount: Money;
  /** In the words of whoever asked. */
  readonly reason: string;
  /** The numbers of the journal that was wrong and of the one that takes it back, and of their seals. */
  readonly journal: string;
  readonly seal: number | null;
  readonly reversal: string;
  readonly reversalSeal: number | null;
}

/** A correction and what has become of it. */
export interface JournalCorrection {
  readonly id: CorrectionId;
  readonly state: CorrectionState;
  readonly kind: string;
  readonly project: ProjectId | null;
  readonly amount: Money;
  readonly reason: string;
  readonly journal: string;
  readonly reversal: string | null;
  /** The line of the bank's statement that is open again by it. */
  readonly lineId: Id<'BankLine'> | null;
  readonly askedBy: PersonId;
  readonly askedAt: Date;
  /** When it comes to nothing unless somebody signs. */
  readonly lapsesAt: Date;
  readonly decidedBy: PersonId | null;
  readonly decidedAt: Date | null;
  /** Why the second person refused. */
  readonly refusal: string | null;
}

/** The public reason on one line. Throws `correction-reason` (params `min`, `max`). */
export function reasonIn(text: string): string {
  const words = oneLine(text);
  if (charactersIn(words) < REASON.min || words.length > REASON.max)
    throw refuseFields({ pointer: '/reason', code: 'correction-reason', params: REASON });
  return words;
}
