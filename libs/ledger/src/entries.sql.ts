import { sealOf } from './seal-of.js';

/** The cursor behind every entry. */
export const LAST = '9223372036854775807.9223372036854775807.2147483647';

/** Whether the entry `e` was booked up to the moment $8. */
const booked = (e: string) => `($8::timestamptz is null
  or (select date_trunc('milliseconds', t.at) <= $8 from ledger.journal t where t.id = ${e}.journal_id))`;

/** Whether the entry `e` stood in the books at the snapshot $7 and the moment $8. Asked one by one only of what was young then. */
const stood = (
  e: string,
) => `($7::text is null or ${e}.tx < ledger.base() + pg_snapshot_xmin($7::pg_snapshot)::text::bigint
  or pg_visible_in_snapshot(greatest(${e}.tx - ledger.base(), 3)::text::xid8, $7::pg_snapshot)) and ${booked(e)}`;

// The balance before the page is summed once an account, nearly all of it from the index alone; within the page it runs on.
const entries = ({ from, than, before, order }: Direction) => `
with mine as (
  select id, code, currency, sign from ledger.account
   where owner = $1 and ($2::text is null or book = $2) and not ($9::boolean and name like '%-source')),
page as materialized (
  select e.*, m.code, m.currency, m.sign
    from mine m join ledger.entry e on e.account_id = m.id
   where (e.tx, e.journal_id, e.line) ${than} ($3::bigint, $4::bigint, $5::int) and ${stood('e')}
   order by e.tx ${order}, e.journal_id ${order}, e.line ${order} limit $6),
edge as materialized (${from}),
opening as materialized (
  select t.account_id,
         (select coalesce(sum(b.amount), 0) from ledger.entry b where b.account_id = t.account_id and b.tx < (select tx from edge) and b.status = 'posted'
           and ${stood('b')})
       + (select coalesce(sum(b.amount), 0) from ledger.entry b where b.account_id = t.account_id and b.tx = (select tx from edge) and b.status = 'posted'
           and (b.journal_id, b.line) ${before} (select journal_id, line from edge) and ${booked('b')}) as amount
    from (select distinct account_id from page) t)
select p.tx || '.' || p.journal_id || '.' || p.line as cursor, p.journal_id as "journalId", j.key, j.kind, j.at, p.code, c.code as contra,
       p.status, p.currency, p.amount * p.sign as amount,
       opening.amount * p.sign + coalesce(sum(p.amount * p.sign) filter (where p.status = 'posted')
         over (partition by p.account_id order by p.tx, p.journal_id, p.line), 0) as balance,
       p.gift, p.budget_line as line, p.tranche, p.document, p.reason, j.ref,
       ${sealOf('p.tx')} as seal
  from page p
  join opening on opening.account_id = p.account_id
  join ledger.journal j on j.id = p.journal_id
  join ledger.entry o on o.journal_id = p.journal_id and o.line = p.line + case p.line % 2 when 1 then 1 else -1 end
  join ledger.account c on c.id = o.account_id
 order by p.tx ${order}, p.journal_id ${order}, p.line ${order}`;

/** In which order entries are read, and from where on the balances of a page run. */
interface Direction {
  readonly than: '>' | '<';
  readonly order: 'asc' | 'desc';
  /** The entry at which the page's balances begin, and whether it is before them itself. */
  readonly from: string;
  readonly before: '<=' | '<';
}

/** An owner's entries in the order of the chain, after the one at ($3, $4, $5). */
export const ENTRIES = entries({
  ...{ than: '>', order: 'asc', before: '<=' },
  from: 'select $3::bigint as tx, $4::bigint as journal_id, $5::int as line',
});
/** The same from the newest back. */
export const NEWEST_ENTRIES = entries({
  ...{ than: '<', order: 'desc', before: '<' },
  from: 'select tx, journal_id, line from page order by tx, journal_id, line limit 1',
});
