import { type CivilDate, type Currency, type Id, Money, type PersonId } from '#libs/kernel/src/index.js';
import type { Owner } from '#libs/payments/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

export type BankAccountId = Id<'BankAccount'>;
export type BankLineId = Id<'BankLine'>;

/** Days within which a receipt finds its owner; then it is to go back. */
export const CLAIM_DAYS = 30;
/** Days within which money that went out is explained; then no tranche is ordered until it is. */
export const EXPLAIN_DAYS = 3;

/**
 * What a line of a statement means. Coming in: `gift` (a donor's transfer: 13, then 14 by its owner), `unidentified` (13),
 * `payout` (8), `exchange-bought` (44), `own-means` (45), `order-returned` (43). Going out: `unidentified-returned` (15),
 * `exchange-sold` (44), `bank-fee` (45), `order` (42),
 * `unexplained` (a statement's line that nobody has named yet).
 */
export type LineMeaning =
  | 'gift'
  | 'unidentified'
  | 'payout'
  | 'exchange-bought'
  | 'own-means'
  | 'order-returned'
  | 'unidentified-returned'
  | 'exchange-sold'
  | 'bank-fee'
  | 'order'
  | 'unexplained';

interface MeaningRules {
  readonly direction: 'in' | 'out';
  /** What `refersTo` names; null: nothing. */
  readonly refersTo: 'payout' | 'line' | 'order' | null;
}

/** Which way each meaning goes and what it refers to. */
export const MEANINGS: Readonly<Record<LineMeaning, MeaningRules>> = {
  gift: { direction: 'in', refersTo: null },
  unidentified: { direction: 'in', refersTo: null },
  payout: { direction: 'in', refersTo: 'payout' },
  'exchange-bought': { direction: 'in', refersTo: 'line' },
  'own-means': { direction: 'in', refersTo: null },
  'order-returned': { direction: 'in', refersTo: 'order' },
  'unidentified-returned': { direction: 'out', refersTo: 'line' },
  'exchange-sold': { direction: 'out', refersTo: null },
  'bank-fee': { direction: 'out', refersTo: null },
  order: { direction: 'out', refersTo: 'order' },
  unexplained: { direction: 'out', refersTo: null },
};

/** An account of the operator at a bank. */
export interface BankAccount {
  readonly id: BankAccountId;
  readonly currency: Currency;
  readonly iban: string;
  readonly bank: string;
  readonly holder: string;
  /** The bank's code (ISO 9362), where it is known: a code to scan needs it outside the European Economic Area. */
  readonly bic?: string | null;
}

/** One line of a bank statement with its meaning. */
export interface BankLine {
  readonly id: BankLineId;
  readonly accountId: BankAccountId;
  readonly bookedOn: CivilDate;
  /** From when its terms are counted: the bank's day, or the one on which a correction opened it again. */
  readonly openFrom: CivilDate;
  /** Always positive; the meaning says which way it goes. */
  readonly amount: Money;
  readonly counterparty: { readonly name: string | null; readonly iban: string | null };
  /** The bank's own reference: one line of one account. */
  readonly reference: string;
  /** What the payer wrote for: a donor's holds his gift's code, and every payment of his may hold the same. */
  readonly purpose: string | null;
  readonly meaning: LineMeaning;
  /** The payout, order or line that it belongs to. */
  readonly refersTo: string | null;
  readonly state: 'entered' | 'confirmed' | 'refused';
  readonly approvalId: string;
  readonly enteredBy: PersonId;
  readonly claimedBy: Owner | null;
  /** The statement that has shown it; null for a line entered by hand until one does. */
  readonly statementId: string | null;
  /** The id that the payer's order carried, and the bank's code of the transaction, where the statement gives them. */
  readonly endToEnd: string | null;
  readonly code: string | null;
}

/** A row of banking.line as `LINE_COLUMNS` reads it. */
export interface LineRow extends Omit<BankLine, 'amount' | 'counterparty'> {
  readonly minor: string;
  readonly currency: Currency;
  readonly name: string | null;
  readonly iban: string | null;
}

/** From when a line's terms are counted, in SQL: `openFrom`. */
export const OPEN_FROM = 'coalesce(reopened_on, booked_on)';
/** Today, for a line that a correction opens again: its terms begin anew once, or they could be put off for ever. */
export const REOPENED = `reopened_on = coalesce(reopened_on, (platform.now() at time zone 'Europe/Chisinau')::date)`;

/** What a query selects for `lineOf`. */
export const LINE_COLUMNS = `id, account_id as "accountId", to_char(booked_on, 'YYYY-MM-DD') as "bookedOn",
  to_char(${OPEN_FROM}, 'YYYY-MM-DD') as "openFrom",
  abs(amount_minor)::text as minor, currency, counterparty_name as name, counterparty_iban as iban, reference, purpose, meaning,
  refers_to as "refersTo", state, approval_id as "approvalId", entered_by as "enteredBy", claimed_by as "claimedBy",
  statement_id as "statementId", end_to_end as "endToEnd", code`;

/** What this owner had claimed is nobody's again; `terms`: with what of it begins anew. */
export async function unclaim(tx: Tx, owner: Owner, terms: typeof REOPENED | null = null): Promise<void> {
  const set = ['claimed_by = null', 'claimed_at = null', ...(terms ? [terms] : [])].join(', ');
  await tx.query(`update banking.line set ${set} where claimed_by = $1`, [owner]);
}

/** The line of a row. */
export function lineOf({ minor, currency, name, iban, ...rest }: LineRow): BankLine {
  return { ...rest, amount: Money.ofMinor(BigInt(minor), currency), counterparty: { name, iban } };
}
