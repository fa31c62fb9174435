import { type Check, sum } from './finding.js';

/** I3: every movement of Stripe's balance stands in exactly one journal and none of ours is unknown to Stripe. I7: clearing. */
export const STRIPE_CHECKS: readonly Check[] = [
  {
    invariant: 'I3',
    kind: 'movement-unbooked',
    sql: `
      select 'transaction:' || id as subject, seen_at as since, coalesce(problem, '–') as problem
        from payments.stripe_transaction where journal_key is null and seen_at < platform.now() - interval '1 hour'`,
  },
  {
    invariant: 'I3',
    kind: 'movement-differs',
    sql: `
      select 'transaction:' || t.id as subject, ${sum('t.net_minor', 't.currency')} as stripe, ${sum('coalesce(b.moved, 0)', 't.currency')} as books
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
    kind: 'movement-unknown',
    sql: `
      select 'journal:' || j.key as subject
        from ledger.account a
        join ledger.entry e on e.account_id = a.id and e.status = 'posted'
        join ledger.journal j on j.id = e.journal_id
       where a.owner = 'stripe' and a.name = 'balance'
         and not exists (select from payments.stripe_transaction t where t.journal_key = j.key)
       group by j.key`,
  },
  {
    invariant: 'I3',
    kind: 'movement-often',
    sql: `
      select 'transaction:' || (ref->>'transaction') as subject, string_agg(key, ', ' order by key) as journals
        from ledger.journal where ref ? 'transaction' group by ref->>'transaction' having count(*) > 1`,
  },
  {
    // Charge by charge: what came in waits for its balance transaction, and once that is booked nothing is left.
    invariant: 'I7',
    kind: 'charge-left',
    sql: `
      select 'charge:' || coalesce(charge, 'none') as subject, ${sum('sum(amount)', 'currency')} as sum, code as account
        from (select a.code, a.currency, e.amount, j.kind, j.at, coalesce(j.ref->>'charge', o.ref->>'charge') as charge
                from ledger.account a
                join ledger.entry e on e.account_id = a.id and e.status = 'posted'
                join ledger.journal j on j.id = e.journal_id
                left join ledger.journal o on o.id = (j.ref->>'reverses')::bigint
               where a.owner = 'stripe' and a.name = 'clearing') c
       group by charge, code, currency
      having sum(amount) <> 0
         and (charge is null or sum(amount) < 0 or bool_or(kind = 'charge.fee-known') or max(at) < platform.now() - interval '3 days')`,
  },
];
