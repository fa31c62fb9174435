import { type ApprovalId, type CivilDate, type Money, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type BankAccountId, type BankLine, type BankLineId, type LineMeaning, MEANINGS } from './bank-line.js';

/** A line of a statement, entered by hand with what it means. */
export interface EnterLine {
  readonly id: BankLineId;
  readonly accountId: BankAccountId;
  readonly bookedOn: CivilDate;
  /** More than zero, in the account's currency; the meaning says which way it goes. */
  readonly amount: Money;
  readonly counterparty?: { readonly name?: string; readonly iban?: string };
  /** The bank's own reference (1 to 140 characters), capitals and spaces alike: two equal payments of a day differ by it. */
  readonly reference: string;
  /** What the payer wrote for, up to 140 characters. */
  readonly purpose?: string;
  readonly meaning: LineMeaning;
  /** The payout (Stripe's id), the order or the earlier line that it belongs to; see MEANINGS. */
  readonly refersTo?: string;
}

/** Keeps a line that waits for its second signature. Throws `line-known`, `line-refers`. */
export async function keepLine(
  tx: Tx,
  line: EnterLine,
  { by, approvalId }: { by: PersonId; approvalId: ApprovalId },
): Promise<void> {
  const { amount, counterparty, meaning } = line;
  const minor = MEANINGS[meaning].direction === 'in' ? amount.minor : -amount.minor;
  const made = await rowsOf(
    tx,
    `insert into banking.line (id, account_id, booked_on, amount_minor, currency, counterparty_name, counterparty_iban,
       reference, purpose, meaning, refers_to, approval_id, state, entered_by, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), $10, $11, $12, 'entered', $13, platform.now()) on conflict do nothing returning id`,
    [
      line.id, line.accountId, line.bookedOn, minor.toString(), amount.currency, counterparty?.name ?? null,
      counterparty?.iban ?? null, line.reference, line.purpose ?? '', meaning, line.refersTo ?? null, approvalId, by,
    ], // prettier-ignore
  );
  if (made.length > 0) return;
  const known = await rowsOf(
    tx,
    `select 1 from banking.line
      where account_id = $1 and banking.spelled(reference) = banking.spelled($2) and state <> 'refused'`,
    [line.accountId, line.reference],
  );
  if (known.length > 0) throw refuse('conflict', 'line-known', 'A line with this reference has been entered already.');
  throw refuse('conflict', 'line-refers', 'Another line belongs to this already.');
}

/** What a repeat is answered: the first question. Throws `line-reused` for another line. */
export function sameAgain(earlier: BankLine, line: EnterLine): ApprovalId {
  const paper = earlier.reference === line.reference && (earlier.purpose ?? '') === (line.purpose ?? '');
  const same = paper && earlier.bookedOn === line.bookedOn && earlier.amount.equals(line.amount);
  const meant = earlier.meaning === line.meaning && earlier.refersTo === (line.refersTo ?? null);
  if (!same || !meant || earlier.accountId !== line.accountId)
    throw refuse('conflict', 'line-reused', 'This form was used for another line.');
  return earlier.approvalId as ApprovalId;
}
