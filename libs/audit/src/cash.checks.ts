import { type Check, lei } from './finding.js';

/** I8: what cashiers have in hand is what their receipts say. I4: cash counts once, with its deposit. Series have no gaps. */
export const CASH_CHECKS: readonly Check[] = [
  {
    invariant: 'I8',
    kind: 'undeposited-differs',
    sql: `
      select coalesce(b.code, r.code) as subject, ${lei('coalesce(r.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select code, balance from ledger.account_balance where book = 'memo' and owner like 'cashier/%' and name = 'undeposited') b
        full join (
          select format('memo:cashier/%s:undeposited:MDL', cashier_id) as code, sum(lei_minor) as minor
            from cash.receipt where state = 'signed' group by cashier_id) r on r.code = b.code
       where coalesce(r.minor, 0) <> coalesce(b.balance, 0)`,
  },
  {
    invariant: 'I4',
    kind: 'receipt-gift',
    sql: `
      select 'pledge:' || coalesce(p.id, r.id) as subject,
             case when p.id is null then 'noGift' when r.id is null then 'noReceipt' when p.lei_minor <> r.lei_minor then 'other' else 'state' end as is
        from (select * from pledges.pledge where way = 'cash') p
        full join (select * from cash.receipt where signed_at is not null) r on r.id = p.id
       where p.id is null or r.id is null or p.lei_minor <> r.lei_minor
          or (p.came_minor is not null and r.state <> 'deposited')
          or (p.state = 'awaited' and r.state not in ('signed', 'deposited')) or (p.state = 'withdrawn' and r.state <> 'void')
          or (r.state = 'deposited' and p.came_minor is null
              and not exists (select from pledges.gift_refund g where g.pledge_id = p.id and g.why = 'late'))`,
  },
  {
    invariant: 'I4',
    kind: 'deposit-differs',
    sql: `
      select 'deposit:' || d.id as subject, d.state, ${lei('r.minor')} as receipts, ${lei('d.sum_minor')} as slip, ${lei('l.minor')} as bank
        from cash.deposit d,
             lateral (select coalesce(sum(lei_minor), 0) as minor from cash.receipt where deposit_id = d.id) r,
             lateral (select coalesce(sum(amount_minor), 0) as minor from banking.line where claimed_by = 'deposit:' || d.id) l
       where r.minor <> case when d.state = 'cancelled' then 0 else d.sum_minor end
          or l.minor <> case when d.state = 'counted' then d.sum_minor else 0 end`,
  },
  {
    invariant: 'I8',
    kind: 'receipt-gap',
    sql: `
      select 'body:' || association_id as subject, count(*) as n, max(n) as last
        from cash.receipt group by association_id having count(*) <> max(n)`,
  },
];
