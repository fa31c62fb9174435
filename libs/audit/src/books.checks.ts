import type { Check } from './finding.js';

/** I1: every journal balances, and is what it says. I6 and I8 as far as the books know them alone. */
export const BOOKS_CHECKS: readonly Check[] = [
  {
    invariant: 'I1',
    sql: `
      select 'journal:' || j.key as subject, format('%s %s lines in %s sum to %s', e.status, a.book, a.currency, sum(e.amount)) as detail
        from ledger.entry e join ledger.account a on a.id = e.account_id join ledger.journal j on j.id = e.journal_id
       group by j.key, e.status, a.book, a.currency having sum(e.amount) <> 0`,
  },
  {
    invariant: 'I1',
    sql: `
      select 'journal:' || j.key as subject, 'has no entries' as detail
        from ledger.journal j where not exists (select from ledger.entry e where e.journal_id = j.id)
      union all
      select 'entry:' || e.journal_id || '/' || e.line, 'belongs to no journal or no account'
        from ledger.entry e
        left join ledger.journal j on j.id = e.journal_id and j.tx = e.tx
        left join ledger.account a on a.id = e.account_id
       where j.id is null or a.id is null`,
  },
  {
    invariant: 'I1',
    sql: `
      select 'journal:' || j.key as subject, 'does not free exactly what ' || p.key || ' had reserved' as detail
        from ledger.journal j join ledger.journal p on p.id = j.ends
       where p.status <> 'pending' or exists (
         select from ledger.entry e where e.journal_id in (j.id, p.id)
          group by e.account_id
         having sum(e.amount) filter (where e.journal_id = p.id and e.status = 'pending')
                is distinct from sum(e.amount) filter (where e.journal_id = j.id and e.status = 'void'))`,
  },
  {
    invariant: 'I1',
    sql: `
      select 'account:' || a.code as subject, 'is not as the chart says' as detail
        from ledger.account a join ledger.chart c on c.book = a.book and c.owner = a.kind and c.name = a.name
       where a.sign <> case c.side when 'debit' then 1 else -1 end or a.zero <> c.zero or a.guarded <> c.guarded
          or a.currency <> coalesce(c.currency, a.currency)`,
  },
  {
    invariant: 'I6',
    sql: `
      select 'account:' || code as subject, format('stands at %s, of it free %s', balance, free) as detail
        from ledger.account_balance where guarded and (free < 0 or reserved < 0)`,
  },
  {
    invariant: 'I8',
    sql: `
      select 'account:' || b.code as subject,
             format('is shown with %s (%s reserved), its entries say %s (%s)', b.balance, b.reserved, t.balance, t.reserved) as detail
        from ledger.account_balance b
        join ledger.account a on a.id = b.id
        left join lateral (
          select coalesce(sum(e.amount * a.sign) filter (where e.status = 'posted'), 0) as balance,
                 coalesce(sum(ledger.outflow(e.amount, a.sign, e.status)), 0) as reserved
            from ledger.entry e where e.account_id = a.id) t on true
       where b.balance <> t.balance or b.reserved <> t.reserved`,
  },
];
