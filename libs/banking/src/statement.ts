import { type CivilDate, type Currency, type Id, Money, type PersonId, refuseFields } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccount, BankAccountId, BankLine } from './bank-line.js';
import type { AccountState, KnownLine } from './statement/statement-plan.js';

export type StatementId = Id<'Statement'>;

/** A statement that one of the staff entered as a file: what the second person sees before he signs. */
export interface Statement {
  readonly id: StatementId;
  readonly accountId: BankAccountId;
  readonly format: 'camt' | 'csv';
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly opening: Money;
  readonly closing: Money;
  /** How many entries the file has, and how many of them no statement before has shown. */
  readonly count: number;
  readonly fresh: number;
  readonly state: 'entered' | 'confirmed' | 'refused';
  readonly approvalId: string;
  readonly enteredBy: PersonId;
  readonly enteredAt: Date;
  readonly confirmedAt: Date | null;
}

/** A row of banking.statement as `STATEMENT_COLUMNS` reads it. */
export interface StatementRow extends Omit<Statement, 'opening' | 'closing'> {
  readonly currency: Currency;
  readonly opening: string;
  readonly closing: string;
}

/** What a query selects for `statementOf`. */
export const STATEMENT_COLUMNS = `id, account_id as "accountId", currency, format, sha256, to_char(from_on, 'YYYY-MM-DD') as from,
  to_char(until_on, 'YYYY-MM-DD') as until, opening_minor::text as opening, closing_minor::text as closing, count, fresh, state,
  approval_id as "approvalId", entered_by as "enteredBy", entered_at as "enteredAt", confirmed_at as "confirmedAt"`;

/** The statement of a row. */
export function statementOf({ currency, opening, closing, ...rest }: StatementRow): Statement {
  const money = (minor: string) => Money.ofMinor(BigInt(minor), currency);
  return { ...rest, opening: money(opening), closing: money(closing) };
}

const LAST = `
  select to_char(until_on, 'YYYY-MM-DD') as until, closing_minor::text as closing
    from banking.statement where account_id = $1 and state = 'confirmed' order by n desc limit 1`;

const LINES = `
  select id, to_char(booked_on, 'YYYY-MM-DD') as "bookedOn", amount_minor::text as minor,
         case when statement_id is null then reference else bank_reference end as reference, statement_id is not null as shown
    from banking.line where account_id = $1 and state = 'confirmed'
     and case when statement_id is null then $3::date is null or booked_on > $3 else booked_on >= $2::date end
   order by booked_on, id`;

/** What is known of an account before a file that begins on this day is taken. Whoever changes it holds its lock. */
export async function accountState(tx: Tx, { id, iban }: BankAccount, from: CivilDate): Promise<AccountState> {
  const [last = null] = await rowsOf<{ until: CivilDate; closing: string }>(tx, LAST, [id]);
  const lines = await rowsOf<KnownLine & { shown: boolean }>(tx, LINES, [id, from, last?.until ?? null]);
  return { iban, last, shown: lines.filter(({ shown }) => shown), byHand: lines.filter(({ shown }) => !shown) };
}

/** One at a time changes what an account's statements and lines say. */
export async function lockAccount(tx: Tx, id: BankAccountId): Promise<void> {
  await hold(tx, `bank-statements:${id}`);
}

/** Days that a confirmed statement covers have their lines from it. Throws `line-covered` (param `until`). */
export async function mustBeUncovered(
  tx: Tx,
  { accountId, bookedOn }: Pick<BankLine, 'accountId' | 'bookedOn'>,
): Promise<void> {
  await lockAccount(tx, accountId);
  const [last] = await rowsOf<{ until: CivilDate }>(tx, LAST, [accountId]);
  const until = last?.until;
  if (until && bookedOn <= until) throw refuseFields({ pointer: '/bookedOn', code: 'line-covered', params: { until } });
}
