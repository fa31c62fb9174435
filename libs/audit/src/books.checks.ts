import { type Check, sum } from './finding.js';

/** I1: every journal balances, and is what it says. I6 and I8 as far as the books know them alone. */
export const BOOKS_CHECKS: readonly Check[] = [
  {
    invariant: 'I1',
    kind: 'journal-unbalanced',
    sql: `
      select 'journal:' || j.key as subject, e.status, a.book, ${sum('sum(e.amount)', 'a.currency')} as sum
        from ledger.entry e join ledger.account a on a.id = e.account_id join ledger.journal j on j.id = e.journal_id
       group by j.key, e.status, a.book, a.currency having sum(e.amount) <> 0`,
  },
  {
    invariant: 'I1',
    kind: 'journal-empty',
    sql: `
      select 'journal:' || j.key as subject
        from ledger.journal j where not exists (select from ledger.entry e where e.journal_id = j.id)`,
  },
  {
    invariant: 'I1',
    kind: 'entry-astray',
    sql: `
      select 'entry:' || e.journal_id || '/' || e.line as subject
        from ledger.entry e
        left join ledger.journal j on j.id = e.journal_id and j.tx = e.tx
        left join ledger.account a on a.id = e.account_id
       where j.id is null or a.id is null`,
  },
  {
    invariant: 'I1',
    kind: 'reserve-not-freed',
    sql: `
      select 'journal:' || j.key as subject, p.key
        from ledger.journal j join ledger.journal p on p.id = j.ends
       where p.status <> 'pending' or exists (
         select from ledger.entry e where e.journal_id in (j.id, p.id)
          group by e.account_id
         having sum(e.amount) filter (where e.journal_id = p.id and e.status = 'pending')
                is distinct from sum(e.amount) filter (where e.journal_id = j.id and e.status = 'void'))`,
  },
  {
    invariant: 'I1',
    kind: 'account-off-chart',
    sql: `
      select 'account:' || a.code as subject
        from ledger.account a join ledger.chart c on c.book = a.book and c.owner = a.kind and c.name = a.name
       where a.sign <> case c.side when 'debit' then 1 else -1 end or a.zero <> c.zero or a.guarded <> c.guarded
          or a.currency <> coalesce(c.currency, a.currency)`,
  },
  {
    invariant: 'I6',
    kind: 'account-overdrawn',
    sql: `
      select 'account:' || code as subject, ${sum('balance', 'currency')} as balance, ${sum('free', 'currency')} as free
        from ledger.account_balance where guarded and (free < 0 or reserved < 0)`,
  },
  {
    invariant: 'I8',
    kind: 'account-shown-wrong',
    sql: `
      select 'account:' || b.code as subject, ${sum('b.balance', 'b.currency')} as balance, ${sum('b.reserved', 'b.currency')} as reserved,
             ${sum('t.balance', 'b.currency')} as entries, ${sum('t.reserved', 'b.currency')} as due
        from ledger.account_balance b
        join ledger.account a on a.id = b.id
        left join lateral (
          select coalesce(sum(e.amount * a.sign) filter (where e.status = 'posted'), 0) as balance,
                 coalesce(sum(ledger.outflow(e.amount, a.sign, e.status)), 0) as reserved
            from ledger.entry e where e.account_id = a.id) t on true
       where b.balance <> t.balance or b.reserved <> t.reserved`,
  },
];
