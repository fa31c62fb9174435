/** What somebody says (`said`, `pending`), a cause, or the books (`books`) of one place in one currency. */
export interface ReckoningRow {
  readonly place: 'stripe' | 'bank' | 'way';
  readonly row: 'said' | 'pending' | 'books' | 'cause';
  readonly name: string;
  readonly currency: string;
  readonly minor: string;
  readonly things: number;
  readonly since: Date | null;
}

const STRIPE = `
select 'stripe' as place, 'said' as row, '' as name, currency, available_minor + pending_minor as minor, 1 as things, at as since
  from payments.said_balance
union all
select 'stripe', 'pending', '', currency, pending_minor, 1, at from payments.said_balance
union all
select 'stripe', 'cause', 'moved-since', t.currency, sum(t.net_minor), count(*), min(t.seen_at)
  from payments.stripe_transaction t left join payments.said_balance s using (currency)
 where t.n > coalesce(s.seen, 0) group by t.currency
union all
select 'stripe', 'cause', 'unbooked', currency, -sum(net_minor), count(*), min(seen_at)
  from payments.stripe_transaction where journal_key is null group by currency`;

// A line by hand of a day that a statement covers is no cause: the statement would have shown it.
const BANK = `
select 'bank', 'said', '', l.currency, sum(l.closing_minor), count(*),
       min((l.until_on + 1)::timestamp at time zone 'Europe/Chisinau') - interval '1 second'
  from last l group by l.currency
union all
select 'bank', 'cause', 'by-hand', b.currency, sum(b.amount_minor), count(*), min(b.entered_at)
  from banking.line b left join last l on l.account_id = b.account_id
 where b.state = 'confirmed' and b.statement_id is null and (l.until_on is null or b.booked_on > l.until_on) group by b.currency`;

// Not by the books but by the papers: charges, payouts, disputes, orders and lines.
const WAY = `
select 'way', 'cause', 'clearing', c.currency, sum(c.amount_minor), count(*), min(coalesce(c.counted_at, c.returned_at))
  from payments.charge c
 where c.state = 'succeeded' and coalesce(c.counted_at, c.returned_at) is not null
   and not exists (select from payments.stripe_transaction t
     where t.source = c.stripe_charge and t.type in ('charge', 'payment') and t.journal_key is not null)
 group by c.currency
union all
select 'way', 'cause', 'payout', p.currency, sum(p.amount_minor), count(*), min(p.created_at)
  from payments.payout p
 where p.arrived_at is null
   and exists (select from payments.stripe_transaction t where t.source = p.id and t.type = 'payout' and t.journal_key is not null)
   and not exists (select from payments.stripe_transaction t
     where t.source = p.id and t.type in ('payout_failure', 'payout_cancel') and t.journal_key is not null)
 group by p.currency
union all
select 'way', 'cause', 'disputed', currency, sum(minor), count(*), min(opened_at)
  from (select t.currency, d.opened_at, -t.amount_minor - coalesce((select sum(b.amount_minor) from payments.stripe_transaction b
                 where b.source = d.id and b.category = 'dispute_reversal' and b.journal_key is not null), 0) as minor
          from payments.dispute d
          join payments.stripe_transaction t on t.source = d.id and t.category = 'dispute' and t.journal_key is not null
         where not exists (select from ledger.journal j where j.key = 'dispute:' || d.id || ':lost')
           and not exists (select from ledger.journal j where d.outcome = 'won' and j.key = 'dispute:' || d.id || ':won')) open
 where minor > 0 group by currency
union all
select 'way', 'cause', 'order', currency, -sum(amount_minor), count(*), min(ordered_at)
  from banking.payment_order where state in ('ordered', 'in-transit') group by currency
union all
select 'way', 'cause', 'exchange', currency, -sum(amount_minor), count(*), min(booked_on)::timestamp at time zone 'Europe/Chisinau'
  from banking.line s where s.state = 'confirmed' and s.meaning = 'exchange-sold'
   and not exists (select from banking.line b where b.meaning = 'exchange-bought' and b.refers_to = s.id::text and b.state = 'confirmed')
 group by currency`;

const BOOKS = `
select case name when 'balance' then kind else 'way' end, 'books', name, currency,
       sum(case name when 'order' then -balance else balance end), 1, null::timestamptz
  from (select split_part(owner, '/', 1) as kind, name, currency, balance from ledger.account_balance where book = 'held') held
 where kind in ('stripe', 'bank') group by 1, 3, 4`;

/** Everything that a reckoning is made of, in one reading: sums in minor units. */
export const RECKONING = `
with last as (select distinct on (account_id) account_id, currency, closing_minor, until_on
  from banking.statement where state = 'confirmed' order by account_id, n desc)
select place, row, name, currency, minor::text, things::int, since from (${STRIPE} union all ${BANK} union all ${WAY} union all ${BOOKS}) every`;

/** Why Stripe says nothing new, if its last word is older than `old`; it is asked every five minutes. */
export const SILENCE = `
select old, case when q.asked_at is null or q.asked_at < old then 'not-asked'
                 when q.answered_at is null or q.answered_at < old then 'no-answer' else 'moving' end as silence
  from (select platform.now() - interval '1 hour' as old) hour left join payments.balance_question q on true`;
