import type { Check } from './finding.js';

// What the books carry for each gift on the purses of towns.
const IN_PURSES = `
  select e.gift, -sum(e.amount) as lei, count(distinct e.account_id) as purses, min(a.owner) as purse
    from ledger.entry e join ledger.account a on a.id = e.account_id
   where e.gift is not null and e.status = 'posted' and a.kind = 'town'
   group by e.gift`;

/** I4 and I8: what came to towns' funds, gift by gift and purse by purse. */
export const FUNDS_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    sql: `
      select 'fund-gift:' || g.id as subject, format('%s: %s bani counted, %s returned, %s lost; %s carries %s', g.state,
               case when g.counted_at is null then 0 else g.lei_minor end, g.refunded_lei_minor, g.lost_lei_minor, coalesce(c.purse, 'no purse'), coalesce(c.lei, 0)) as detail
        from funds.gift g left join (${IN_PURSES}) c on c.gift = g.id
       where coalesce(c.lei, 0) <> case when g.counted_at is null then 0 else g.lei_minor - g.refunded_lei_minor - g.lost_lei_minor end
          or (c.gift is not null and (c.purses > 1 or c.purse <> 'town/' || g.place_code))`,
  },
  {
    // Of a month of a plan there is one row, and so one payment that stays.
    invariant: 'I4',
    sql: `
      select c.owner as subject, count(*) || ' payments succeeded and stay' as detail
        from payments.charge c
       where c.state = 'succeeded' and c.owner like 'fund-gift:%'
         and not exists (select from funds.overpayment o where o.charge_id = c.id)
       group by c.owner having count(*) > 1`,
  },
  {
    invariant: 'I8',
    sql: `
      select 'held:' || coalesce(b.owner, p.owner) || ':claim:MDL' as subject,
             format('stands at %s, what came and what went says %s', coalesce(b.balance, 0), coalesce(p.minor, 0)) as detail
        from (select owner, balance from ledger.account_balance where owner like 'town/%' and name = 'claim') b
        full join (select 'town/' || place_code as owner, sum(minor) as minor from (
                     select place_code, lei_minor - refunded_lei_minor - lost_lei_minor as minor from funds.gift where counted_at is not null
                     union all
                     select r.place_code, p.moved_lei_minor from pledges.pledge p join projects.project r on r.id = p.project_id where p.moved_lei_minor > 0) every
                    group by place_code) p on p.owner = b.owner
       where coalesce(b.balance, 0) <> coalesce(p.minor, 0)`,
  },
];
