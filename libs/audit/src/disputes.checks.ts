import { type Check, lei, sum } from './finding.js';

/** I4, I6 and I7: what donors' banks took back stands with its gift, its project and its reserve as the papers say. */
export const DISPUTES_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    kind: 'gift-lost-differs',
    sql: `
      select p.kind || p.id as subject, ${sum('p.lost_minor', 'p.currency')} as lost, ${lei('p.lost_lei_minor')} as lei,
             ${sum('coalesce(d.gift, 0)', 'p.currency')} as disputed, ${lei('coalesce(d.lei, 0)')} as "disputedLei"
        from (select 'pledge:' as kind, id, currency, lost_minor, lost_lei_minor from pledges.pledge
              union all select 'fund-gift:', id, currency, lost_minor, lost_lei_minor from funds.gift) p
        left join (select coalesce(pledge_id, fund_gift_id) as gift_id, sum(gift_minor) as gift, sum(taken_minor + town_taken_minor + gift_loss_minor) as lei
                     from pledges.dispute group by 1) d on d.gift_id = p.id
       where (p.lost_minor <> 0 or d.gift_id is not null) and (p.lost_minor <> coalesce(d.gift, 0) or p.lost_lei_minor <> coalesce(d.lei, 0))`,
  },
  {
    invariant: 'I4',
    kind: 'dispute-unaccounted',
    sql: `
      select 'dispute:' || d.id as subject, ${sum('d.amount_minor', 'd.currency')} as taken,
             ${sum('x.owed_minor + x.gift_minor + x.cover_minor + x.beyond_minor', 'd.currency')} as accounted
        from pledges.dispute x join payments.dispute d on d.id = x.id
       where x.state = 'lost' and d.amount_minor <> x.owed_minor + x.gift_minor + x.cover_minor + x.beyond_minor`,
  },
  {
    invariant: 'I4',
    kind: 'dispute-outcome',
    sql: `
      select 'dispute:' || d.id as subject, x.state as books, coalesce(d.outcome, 'open') as stripe
        from pledges.dispute x join payments.dispute d on d.id = x.id
       where x.state <> 'open' and d.outcome is distinct from x.state and not (x.state = 'lost' and d.outcome = 'won')`,
  },
  {
    // A refund that is on its way is waited for: only then it is known what the dispute took.
    invariant: 'I4',
    kind: 'dispute-waits',
    sql: `
      select 'dispute:' || d.id as subject, greatest(d.opened_at, d.closed_at) as since
        from pledges.open_dispute o join payments.dispute d on d.id = o.id left join pledges.dispute x on x.id = o.id
       where (x.id is null or d.outcome is not null) and greatest(d.opened_at, d.closed_at) < platform.now() - interval '1 hour'
         and not (x.state = 'open' and exists (select from payments.refund r where r.charge_id = d.charge_id and r.state in ('wanted', 'pending')))`,
  },
  {
    // What an open dispute may take is reserved, and nothing else is reserved for disputes.
    invariant: 'I6',
    kind: 'dispute-reserve',
    sql: `
      select 'dispute:' || coalesce(d.id, j.id) as subject, ${lei('coalesce(d.lei, 0)')} as due, ${lei('coalesce(j.lei, 0)')} as reserved
        from (select id, reserved_minor + town_reserved_minor as lei from pledges.dispute where state = 'open') d
        full join (select p.ref->>'dispute' as id, sum(e.amount) as lei
                     from ledger.journal p join ledger.entry e on e.journal_id = p.id and e.amount > 0
                    where p.kind = 'gift.dispute-reserved' and not exists (select from ledger.journal x where x.ends = p.id)
                    group by 1) j on j.id = d.id
       where coalesce(d.lei, 0) <> coalesce(j.lei, 0)`,
  },
  {
    invariant: 'I7',
    kind: 'dispute-stands',
    sql: `
      select 'dispute:' || d.id as subject
        from payments.dispute d
       where d.outcome is not null and d.closed_at < platform.now() - interval '1 hour'
         and exists (select from ledger.journal j where j.key = 'dispute:' || d.id || ':opened')
         and not exists (select from ledger.journal j where j.key in ('dispute:' || d.id || ':won', 'dispute:' || d.id || ':lost'))`,
  },
  {
    invariant: 'I7',
    kind: 'loss-differs',
    sql: `
      select coalesce(b.owner, p.owner) || ':loss' as subject, ${lei('coalesce(p.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select owner, balance from ledger.account_balance where name = 'loss') b
        full join (select coalesce('project/' || project_id, 'town/' || place_code) as owner, sum(minor) as minor from (
                     select project_id, place_code, gift_loss_minor + beyond_loss_minor + regained_minor as minor from pledges.dispute
                     union all select project_id, place_code, -amount_minor from pledges.loss_act where kind in ('recovered', 'covered') and done_at is not null and taken_back_at is null) every
                    group by 1) p on p.owner = b.owner
       where coalesce(b.balance, 0) <> coalesce(p.minor, 0)`,
  },
  {
    // What comes to a purse pays its loss first.
    invariant: 'I6',
    kind: 'purse-despite-loss',
    sql: `
      select c.code as subject, ${lei('c.free')} as free, ${lei('l.balance')} as loss
        from ledger.account_balance c join ledger.account_balance l on l.owner = c.owner and l.name = 'loss'
       where c.owner like 'town/%' and c.name = 'claim' and c.free > 0 and l.balance > 0`,
  },
  {
    invariant: 'I7',
    kind: 'loss-reserve-differs',
    sql: `
      select 'held:operator:loss-reserve:MDL' as subject, ${lei('p.minor')} as papers, ${lei('b.balance')} as books
        from (select coalesce(sum(balance), 0) as balance from ledger.account_balance where name = 'loss-reserve') b,
             (select coalesce(sum(case kind when 'covered' then -amount_minor when 'recovered' then 0 else amount_minor end), 0) as minor
                from pledges.loss_act where done_at is not null and taken_back_at is null) p
       where b.balance <> p.minor`,
  },
];
