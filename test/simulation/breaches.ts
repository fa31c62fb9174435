import type pg from 'pg';

/** A wrong that no process of Plai can do, but somebody who owns the machine could. */
interface Breach {
  readonly what: string;
  readonly table: string;
  readonly sql: string;
}

const ONE_ENTRY = `select e.ctid from ledger.entry e join ledger.account a on a.id = e.account_id where e.status = 'posted' and a.name =`;

/** What the oracle must see at once, each of another kind. */
const BREACHES: readonly Breach[] = [
  { what: 'one ban more on one side', table: 'ledger.entry', sql: `update ledger.entry set amount = amount + 1 where ctid = (${ONE_ENTRY} 'claim' limit 1)` }, // prettier-ignore
  { what: 'an entry lost', table: 'ledger.entry', sql: `delete from ledger.entry where ctid = (${ONE_ENTRY} 'claim' limit 1)` }, // prettier-ignore
  { what: 'a gift shown with another sum', table: 'pledges.pledge', sql: `update pledges.pledge set came_lei_minor = came_lei_minor + 100 where id = (select id from pledges.pledge where state = 'counted' order by id limit 1)` }, // prettier-ignore
  { what: 'a line of the bank changed', table: 'banking.line', sql: `update banking.line set amount_minor = amount_minor + 1 where id = (select id from banking.line where state = 'confirmed' order by id limit 1)` }, // prettier-ignore
  { what: 'a movement at Stripe that is not ours', table: 'payments.stripe_transaction', sql: `update payments.stripe_transaction set net_minor = net_minor - 1 where id = (select id from payments.stripe_transaction where journal_key is not null order by id limit 1)` }, // prettier-ignore
  { what: 'a journal rewritten', table: 'ledger.journal', sql: `update ledger.journal set key = key || ':again' where id = (select id from ledger.journal where kind = 'charge.fee-known' order by id limit 1)` }, // prettier-ignore
];

/** Does the n-th wrong; gives what it was, or null when there was nothing yet to do it to. */
export async function breach(client: pg.ClientBase, n: number): Promise<string | null> {
  const { what, table, sql } = BREACHES[n % BREACHES.length]!;
  const guards = await client.query(
    `select 1 from pg_trigger where tgrelid = $1::regclass and tgname = 'append_only'`,
    [table],
  );
  const guarded = guards.rowCount !== 0;
  await client.query('set session_replication_role = replica');
  if (guarded) await client.query(`alter table ${table} disable trigger append_only`);
  const { rowCount } = await client.query(sql);
  if (guarded) await client.query(`alter table ${table} enable always trigger append_only`);
  await client.query('reset session_replication_role');
  return rowCount ? what : null;
}
