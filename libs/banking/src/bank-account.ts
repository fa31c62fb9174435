import type { PersonId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccount } from './bank-line.js';

/** Keeps what one of the staff entered; true when another who still belongs to it has entered the same: then it is open. */
export async function openWhenBoth(tx: Tx, account: BankAccount, by: PersonId): Promise<boolean> {
  const { id, currency, iban, bank, holder } = account;
  const entered = [id, currency, iban, bank, holder, by];
  await tx.query(
    `insert into banking.account_entry (id, currency, iban, bank, holder, by, at)
     values ($1, $2, $3, $4, $5, $6, platform.now())
     on conflict (id, by) do update set currency = $2, iban = $3, bank = $4, holder = $5, at = platform.now()`,
    entered,
  );
  const opened = await rowsOf(
    tx,
    `insert into banking.account (id, currency, iban, bank, holder, opened_by, confirmed_by, opened_at)
     select e.id, e.currency, e.iban, e.bank, e.holder, e.by, $6, platform.now() from banking.account_entry e
       join identity.staff s on s.person_id = e.by and s.until is null
      where (e.id, e.currency, e.iban, e.bank, e.holder) = ($1, $2, $3, $4, $5) and e.by <> $6
      order by e.at limit 1 on conflict do nothing returning id`,
    entered,
  );
  return opened.length > 0;
}
