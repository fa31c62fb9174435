import { createHash } from 'node:crypto';
import type { ApprovalId, BodyId, Id, Money, PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { OFFICERS, type Role } from '#libs/hometowns/src/index.js';
import type { LineWish, Shortfall } from '#libs/pledges/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';

export type CashierId = Id<'Cashier'>;
export type DepositId = Id<'Deposit'>;

/** Days within which cash is brought to the bank. */
export const BRING_DAYS = 10;
/** Who signs second for the cash of an association, and sees all of its book. */
export const CASH_OFFICERS: readonly Role[] = OFFICERS.association;
/** Everybody in an association: any of them may be its cashier. */
export const ANYBODY: readonly Role[] = [...CASH_OFFICERS, 'member'];

/** What a cashier writes on a receipt. */
export interface ReceiptWords {
  readonly projectId: ProjectId;
  readonly lei: Money;
  /** For so many units of one line of the budget, as its giver wishes; null: for the whole project. */
  readonly line: LineWish | null;
  /** What the giver answered when he was asked aloud. */
  readonly shortfall: Shortfall;
  /** The project has all it needs, and he was told aloud: it goes to the town's next need. */
  readonly onward: boolean;
  readonly giver: string | null;
  /** Whether others may read his name. */
  readonly shown: boolean;
  /** Where a letter reaches him, if he likes. */
  readonly email: string | null;
  readonly lang: Lang;
}

/** written: waits for its second signature and may be corrected; signed: cash in hand; deposited: counted; void. */
export type ReceiptState = 'written' | 'signed' | 'deposited' | 'void';

/** One sheet of an association's series; once it is signed, its id is its gift's. */
export interface Receipt extends ReceiptWords {
  readonly id: PledgeId;
  readonly associationId: BodyId;
  readonly cashierId: CashierId;
  readonly n: number;
  readonly code: string;
  readonly state: ReceiptState;
  readonly approvalId: ApprovalId;
  readonly writtenBy: PersonId;
  readonly writtenAt: Date;
  readonly signedBy: PersonId | null;
  readonly signedAt: Date | null;
  readonly depositId: DepositId | null;
  readonly voidBy: PersonId | null;
  readonly voidAt: Date | null;
  readonly voidReason: string | null;
  /** The question to a second officer whether it is void, while it waits. */
  readonly voidWish: ApprovalId | null;
}

/** Receipts that go to the bank together. */
export interface Deposit {
  readonly id: DepositId;
  readonly associationId: BodyId;
  readonly cashierId: CashierId;
  readonly code: string;
  readonly sum: Money;
  /** What lines of the statement that name it come to, while they are nobody's; all of it once it counted. */
  readonly came: Money;
  readonly receipts: number;
  readonly state: 'open' | 'counted' | 'cancelled';
  readonly madeAt: Date;
  readonly endedAt: Date | null;
  /** The last moment for the oldest of its receipts to reach the bank. */
  readonly dueAt: Date;
  /** It is over, and the cash is not in the bank. */
  readonly late: boolean;
  /** The association's question to the operator which receipts the sum covers, while it waits. */
  readonly coverWish: ApprovalId | null;
}

/** Somebody who may take cash for an association; asked: waits for a second officer. */
export interface Cashier {
  readonly id: CashierId;
  readonly associationId: BodyId;
  readonly personId: PersonId;
  readonly name: string | null;
  readonly state: 'asked' | 'named' | 'ended';
  readonly approvalId: ApprovalId;
  readonly askedBy: PersonId;
  readonly namedAt: Date | null;
  readonly endedAt: Date | null;
  /** What he has in hand by signed receipts. */
  readonly inHand: Money;
}

/** A receipt as the database answers it. */
export interface ReceiptRow extends Omit<Receipt, 'lei' | 'line'> {
  readonly minor: string;
  readonly lineId: LineWish['id'] | null;
  readonly units: number | null;
}

/** What a query of `cash.receipt r` selects for `receiptOf`. */
export const RECEIPT_COLUMNS = `r.id, r.association_id as "associationId", r.cashier_id as "cashierId", r.n, r.code, r.state, r.approval_id as "approvalId",
  r.project_id as "projectId", r.lei_minor::text as minor, r.line_id as "lineId", r.units, r.shortfall, r.onward, r.giver, r.shown, r.email, r.lang, r.written_by as "writtenBy",
  r.written_at as "writtenAt", r.signed_by as "signedBy", r.signed_at as "signedAt", r.deposit_id as "depositId", r.void_by as "voidBy",
  r.void_at as "voidAt", r.void_reason as "voidReason",
  (select w.approval_id from cash.void_wish w join approvals.approval a on a.id = w.approval_id
    where w.receipt_id = r.id and a.state = 'waiting') as "voidWish"`;

/** The digest of what a form says: sent twice it is one receipt. */
export function requestOf({
  projectId,
  lei,
  line,
  shortfall,
  onward,
  giver,
  shown,
  email,
  lang,
}: ReceiptWords): string {
  const said = [projectId, lei.toString(), line?.id, line?.units, shortfall, onward, giver, shown, email, lang];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** The codes of deposits that a text carries, however they are spaced. */
export function depositCodesIn(text: string): string[] {
  const found = [...text.toUpperCase().matchAll(/\bCD[\s./-]*([0-9A-Z]{4})[\s./-]*([0-9A-Z]{2})\b/g)];
  return [...new Set(found.map(([, first, second]) => `CD-${first}-${second}`))];
}
