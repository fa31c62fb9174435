import type { ApprovalPayload } from '#libs/approvals/src/index.js';
import type { OrderId, OrderState, Payee } from '#libs/banking/src/index.js';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import type { CallId } from './call.js';

/** What may go back to the sponsor of a closed call next: of one payment of his, in its own currency at its own rate. */
export interface Unspent {
  /** The line of the statement by which it came. */
  readonly lineId: string;
  readonly bookedOn: CivilDate;
  /** What leaves the pool. */
  readonly lei: Money;
  /** What he gets. */
  readonly amount: Money;
  /** The account and the name from which the bank says that it came. */
  readonly payer: { readonly iban: string | null; readonly holder: string | null };
}

/** What went back to a sponsor, or was on its way until the bank refused it or sent it back (`fallenAt`). */
export interface SponsorReturn {
  readonly orderId: OrderId;
  readonly lei: Money;
  readonly amount: Money;
  readonly at: Date;
  /** Where its order stands at the bank. */
  readonly state: OrderState;
  readonly arrivedAt: Date | null;
  readonly fallenAt: Date | null;
}

/** A row of matching.unspent with its payer, as `UNSPENT` reads it. */
export interface UnspentRow extends Omit<Unspent, 'lei' | 'amount' | 'payer'> {
  readonly lei: string;
  readonly minor: string;
  readonly currency: Currency;
  readonly iban: string | null;
  readonly holder: string | null;
}

/** What came last goes back first: it was needed least. Of call $1. */
export const UNSPENT = `
select u.line_id as "lineId", to_char(u.booked_on, 'YYYY-MM-DD') as "bookedOn", u.lei_minor::text as lei, u.amount_minor::text as minor, u.currency,
       l.counterparty_iban as iban, l.counterparty_name as holder
  from matching.unspent u join banking.line l on l.id = u.line_id where u.call_id = $1 order by u.booked_on desc, u.line_id limit 1`;

/** What a row of `UNSPENT` says. */
export function unspentOf({ lei, minor, currency, iban, holder, ...row }: UnspentRow): Unspent {
  const sums = { lei: Money.lei(BigInt(lei)), amount: Money.ofMinor(BigInt(minor), currency) };
  return { ...row, ...sums, payer: { iban, holder } };
}

/** What was asked of a second person: which sum of which payment goes to which account. */
export interface AskedReturn extends Payee {
  readonly callId: CallId;
  readonly lineId: string;
  readonly lei: Money;
  readonly amount: Money;
}

interface SaidReturn extends Payee {
  readonly call: CallId;
  readonly line: string;
  readonly lei: string;
  readonly amount: string;
  readonly currency: Currency;
}

/** The same as what both sign. */
export function payloadOf({ callId, lineId, lei, amount, iban, holder }: AskedReturn): ApprovalPayload {
  const sums = { lei: lei.toString(), amount: amount.toString(), currency: amount.currency };
  return { call: callId, line: lineId, ...sums, iban, holder };
}

/** What was asked, of the payload that both sign. */
export function askedIn(payload: ApprovalPayload): AskedReturn {
  const { call, line, lei, amount, currency, ...payee } = payload as unknown as SaidReturn;
  return { callId: call, lineId: line, lei: Money.parse(lei, 'MDL'), amount: Money.parse(amount, currency), ...payee };
}
