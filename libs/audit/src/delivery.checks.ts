import { type Check, lei } from './finding.js';

/** I6 and I8: tranches and invoices stand in the books as their papers say. */
export const DELIVERY_CHECKS: readonly Check[] = [
  {
    // What is approved is reserved, and nothing else is reserved for a tranche.
    invariant: 'I6',
    kind: 'tranche-reserve',
    sql: `
      select 'tranche:' || coalesce(r.id::text, split_part(j.key, ':', 2)) as subject,
             case when r.id is null then 'unapproved' else 'unreserved' end as is
        from (select * from delivery.request where state = 'approved') r
        full join (select p.key, e.amount from ledger.journal p join ledger.entry e on e.journal_id = p.id and e.line = 1
                    where p.kind = 'tranche.approved' and p.status = 'pending'
                      and not exists (select from ledger.journal x where x.ends = p.id)) j
          on j.key = 'tranche:' || r.id || ':approved' and j.amount = r.amount_minor
       where r.id is null or j.key is null`,
  },
  {
    invariant: 'I6',
    kind: 'tranche-order',
    sql: `
      select 'tranche:' || r.id as subject
        from delivery.request r left join banking.payment_order o on o.id = r.order_id
       where r.state in ('released', 'received')
         and (o.id is null or o.amount_minor <> r.amount_minor or o.owner <> 'tranche:' || r.id or o.project_id <> r.project_id)`,
  },
  {
    invariant: 'I6',
    kind: 'tranche-paid-often',
    sql: `
      select 'tranche:' || r.tranche_id as subject, count(*) as n
        from delivery.request r join banking.payment_order o on o.id = r.order_id and o.state in ('ordered', 'in-transit', 'arrived')
       group by r.tranche_id having count(*) > 1`,
  },
  {
    // What town halls have sent back stands in the claims, line by line.
    invariant: 'I8',
    kind: 'sent-back-differs',
    sql: `
      select 'bank-line:' || coalesce(m.line_id::text, j.line) as subject,
             ${lei('coalesce(m.amount_minor, 0)')} as papers, ${lei('coalesce(j.amount, 0)')} as books
        from (select * from delivery.money_back where taken_back_at is null) m
        full join (select split_part(j.key, ':', 2) as line, j.project, e.amount from ledger.journal j
                     join ledger.entry e on e.journal_id = j.id and e.line = 1 where j.kind = 'tranche.returned' and not exists (select from ledger.journal r where r.key = 'reverse:' || j.key)) j
          on j.line = m.line_id::text and j.project = m.project_id
       where m.line_id is null or m.amount_minor is distinct from j.amount`,
  },
  {
    invariant: 'I8',
    kind: 'invoices-differ',
    sql: `
      select coalesce(b.owner, i.owner) || ':' || coalesce(b.name, i.name) as subject,
             ${lei('coalesce(i.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select owner, name, balance from ledger.account_balance where book = 'memo' and name in ('spent', 'proven')) b
        full join (select 'project/' || project_id as owner, case state when 'entered' then 'spent' else 'proven' end as name, sum(people_minor) as minor
                     from delivery.invoice where state in ('entered', 'proven') group by 1, 2) i on i.owner = b.owner and i.name = b.name
       where coalesce(i.minor, 0) <> coalesce(b.balance, 0)`,
  },
  {
    // No tranche leaves while a loss of its project is open, as the books stood in that moment.
    invariant: 'I6',
    kind: 'tranche-despite-loss',
    sql: `
      select 'tranche:' || (j.ref->>'request') as subject, ${lei('l.minor')} as loss
        from ledger.journal j,
             lateral (select sum(e.amount * a.sign) as minor from ledger.account a join ledger.entry e on e.account_id = a.id and e.status = 'posted' and e.journal_id < j.id
                       where a.owner = 'project/' || j.project and a.name = 'loss') l
       where j.kind = 'tranche.released' and l.minor > 0`,
  },
];
