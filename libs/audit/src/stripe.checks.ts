import type { Check } from './finding.js';

/** I3: every movement of Stripe's balance stands in exactly one journal and none of ours is unknown to Stripe. I7: clearing. */
export const STRIPE_CHECKS: readonly Check[] = [
  {
    invariant: 'I3',
    sql: `
      select 'transaction:' || id as subject, format('is not booked since %s: %s', seen_at, coalesce(problem, 'nobody tried')) as detail
        from payments.stripe_transaction where journal_key is null and seen_at < platform.now() - interval '1 hour'`,
  },
  {
    invariant: 'I3',
    sql: `
      select 'transaction:' || t.id as subject, format('moved %s %s at Stripe, %s in the books', t.net_minor, t.currency, coalesce(b.moved, 0)) as detail
        from payments.stripe_transaction t
        left join lateral (
          select sum(e.amount) as moved
            from ledger.journal j
            join ledger.entry e on e.journal_id = j.id and e.status = 'posted'
            join ledger.account a on a.id = e.account_id
           where j.key = t.journal_key and a.code = 'held:stripe:balance:' || t.currency) b on true
       where t.journal_key is not null and coalesce(b.moved, 0) <> t.net_minor`,
  },
  {
    invariant: 'I3',
    sql: `
      select 'journal:' || j.key as subject, 'moves the balance at Stripe, and Stripe knows nothing of it' as detail
        from ledger.account a
        join ledger.entry e on e.account_id = a.id and e.status = 'posted'
        join ledger.journal j on j.id = e.journal_id
       where a.owner = 'stripe' and a.name = 'balance'
         and not exists (select from payments.stripe_transaction t where t.journal_key = j.key)
       group by j.key`,
  },
  {
    invariant: 'I3',
    sql: `
      select 'transaction:' || (ref->>'transaction') as subject, 'stands in ' || string_agg(key, ', ' order by key) as detail
        from ledger.journal where ref ? 'transaction' group by ref->>'transaction' having count(*) > 1`,
  },
  {
    // Charge by charge: what came in waits for its balance transaction, and once that is booked nothing is left.
    invariant: 'I7',
    sql: `
      select 'charge:' || coalesce(charge, 'none') as subject, format('leaves %s on %s', sum(amount), code) as detail
        from (select a.code, e.amount, j.kind, j.at, coalesce(j.ref->>'charge', o.ref->>'charge') as charge
                from ledger.account a
                join ledger.entry e on e.account_id = a.id and e.status = 'posted'
                join ledger.journal j on j.id = e.journal_id
                left join ledger.journal o on o.id = (j.ref->>'reverses')::bigint
               where a.owner = 'stripe' and a.name = 'clearing') c
       group by charge, code
      having sum(amount) <> 0
         and (charge is null or sum(amount) < 0 or bool_or(kind = 'charge.fee-known') or max(at) < platform.now() - interval '3 days')`,
  },
];
