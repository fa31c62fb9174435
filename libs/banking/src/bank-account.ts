import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccount, BankAccountId } from './bank-line.js';

/** An account as the first of the staff entered it, and the question to the second. */
export interface EnteredAccount extends BankAccount {
  readonly approvalId: string;
}

/** What a query selects for an `EnteredAccount`. */
export const ENTERED_COLUMNS = 'id, currency, iban, bank, holder, bic, approval_id as "approvalId"';

/** "MD24…4168": enough of an account's number for the trail to say which one it was. */
export function masked(iban: string): string {
  return `${iban.slice(0, 4)}…${iban.slice(-4)}`;
}

/** Whether two say the same of an account. */
export function sameAccount(one: BankAccount, other: BankAccount): boolean {
  return (['id', 'currency', 'iban', 'bank', 'holder', 'bic'] as const).every(
    (name) => (one[name] ?? null) === (other[name] ?? null),
  );
}

/** Opens an entered account; false when its currency or its number has an open one. */
export async function openEntered(tx: Tx, approvalId: string, by: PersonId): Promise<boolean> {
  const opened = await rowsOf(
    tx,
    `insert into banking.account (id, currency, iban, bank, holder, bic, opened_by, confirmed_by, opened_at)
     select id, currency, iban, bank, holder, bic, by, $2, platform.now() from banking.account_entry where approval_id = $1
     on conflict do nothing returning id`,
    [approvalId, by],
  );
  return opened.length > 0;
}

/** Whether a line waits for its second signature, a receipt for its gift, an exchange for its counter-value or an order for the bank. */
export async function isBusy(tx: Tx, id: BankAccountId): Promise<boolean> {
  const [row] = await rowsOf<{ busy: boolean }>(
    tx,
    `select exists (select from banking.line l where account_id = $1 and (state = 'entered'
         or state = 'confirmed' and claimed_by is null and meaning in ('gift', 'unidentified', 'unexplained')
         or state = 'confirmed' and meaning = 'exchange-sold' and not exists (select from banking.line b
              where b.meaning = 'exchange-bought' and b.refers_to = l.id::text and b.state = 'confirmed')))
       or exists (select from banking.statement where account_id = $1 and state = 'entered')
       or exists (select from banking.payment_order where account_id = $1 and state in ('ordered', 'in-transit')) as busy`,
    [id],
  );
  return row!.busy;
}

/** An open account, which nobody closes until the transaction ends. Throws `bank-account-missing`. */
export async function accountOpen(tx: Tx, id: BankAccount['id']): Promise<BankAccount> {
  const sql =
    'select id, currency, iban, bank, holder, bic from banking.account where id = $1 and closed_at is null for key share';
  const [account] = await rowsOf<BankAccount>(tx, sql, [id]);
  if (!account) throw refuse('invalid', 'bank-account-missing', 'The operator has no such account.');
  return account;
}
