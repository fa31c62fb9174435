import { type Check, lei } from './finding.js';

// What the books carry for each gift on the purses of towns.
const IN_PURSES = `
  select e.gift, -sum(e.amount) as lei, count(distinct a.owner) as purses, min(a.owner) as purse
    from ledger.entry e join ledger.account a on a.id = e.account_id
   where e.gift is not null and e.status = 'posted' and a.kind = 'town'
   group by e.gift`;

// What people and the fund had given and promised to a project, less what had gone back, when a need's journal was written.
const STOOD = `
  select coalesce(sum(case a.name when 'promised' then e.amount else -e.amount end), 0) as minor
    from ledger.account a join ledger.entry e on e.account_id = a.id and e.status = 'posted' and e.journal_id <= j.id
    join ledger.journal k on k.id = e.journal_id
   where a.owner = 'project/' || n.project_id and a.name in ('claim', 'loss', 'promised')
     and (e.gift is not null or k.kind in ('fund.need-used', 'fund.need-returned', 'match.earned', 'match.back'))`;

/** I4, I6 and I8: what came to towns' funds, gift by gift and purse by purse. */
export const FUNDS_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    kind: 'fund-gift-differs',
    sql: `
      select 'fund-gift:' || g.id as subject, ${lei('case when g.counted_at is null then 0 else g.lei_minor end')} as counted,
             ${lei('g.refunded_lei_minor')} as returned, ${lei('g.lost_lei_minor')} as lost, ${lei('coalesce(c.lei, 0)')} as books,
             case when c.purses > 1 or c.purse <> 'town/' || g.place_code then 'other' else 'own' end as purse
        from funds.gift g left join (${IN_PURSES}) c on c.gift = g.id
       where coalesce(c.lei, 0) <> case when g.counted_at is null then 0 else g.lei_minor - g.refunded_lei_minor - g.lost_lei_minor end
          or (c.gift is not null and (c.purses > 1 or c.purse <> 'town/' || g.place_code))`,
  },
  {
    // Of a month of a plan there is one row, and so one payment that stays.
    invariant: 'I4',
    kind: 'paid-often',
    sql: `
      select c.owner as subject, count(*) as n
        from payments.charge c
       where c.state = 'succeeded' and c.owner like 'fund-gift:%'
         and not exists (select from pledges.overpayment o where o.charge_id = c.id)
       group by c.owner having count(*) > 1`,
  },
  {
    invariant: 'I8',
    kind: 'purse-differs',
    sql: `
      select 'held:' || coalesce(b.owner, p.owner) || ':claim:MDL' as subject,
             ${lei('coalesce(p.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select owner, balance from ledger.account_balance where owner like 'town/%' and name = 'claim') b
        full join (select 'town/' || place_code as owner, sum(minor) as minor from (
                     select place_code, lei_minor - refunded_lei_minor - lost_lei_minor as minor from funds.gift where counted_at is not null
                     union all
                     select place_code, gift_loss_minor + regained_minor from pledges.dispute where place_code is not null
                     union all
                     select place_code, case kind when 'recovered' then -amount_minor when 'repaid' then -amount_minor else 0 end
                       from pledges.loss_act where place_code is not null and done_at is not null
                     union all
                     select place_code, back_minor - lei_minor from pledges.next_need
                     union all
                     select r.place_code, p.moved_lei_minor from pledges.pledge p join projects.project r on r.id = p.project_id where p.moved_lei_minor > 0) every
                    group by place_code) p on p.owner = b.owner
       where coalesce(b.balance, 0) <> coalesce(p.minor, 0)`,
  },
  {
    // Act 49, need by need: what left the purse came to the project that was asked for, and what came back left it.
    invariant: 'I8',
    kind: 'need-booked',
    sql: `
      select 'need:' || coalesce(n.id::text, c.id) as subject, ${lei('coalesce(n.lei_minor, 0)')} as given, ${lei('coalesce(n.back_minor, 0)')} as back,
             ${lei('coalesce(c.claim, 0)')} as claim, ${lei('coalesce(c.purse, 0)')} as purse,
             case when n.id is not null and c.id is not null and (c.claims, c.purses) is distinct from ('project/' || n.project_id, 'town/' || n.place_code) then 'other' else 'own' end as place
        from pledges.next_need n
        full join (select need as id, string_agg(owner, ', ') filter (where kind = 'project') as claims, sum(minor) filter (where kind = 'project') as claim,
                          string_agg(owner, ', ') filter (where kind = 'town') as purses, -sum(minor) filter (where kind = 'town') as purse
                     from (select j.ref->>'need' as need, a.kind, a.owner, -sum(e.amount) as minor
                             from ledger.journal j join ledger.entry e on e.journal_id = j.id and e.status = 'posted' join ledger.account a on a.id = e.account_id
                            where j.kind in ('fund.need-used', 'fund.need-returned') group by 1, 2, 3) sums group by need) c on c.id = n.id::text
       where n.id is null or c.id is null
          or (c.claims, c.claim) is distinct from ('project/' || n.project_id, n.lei_minor - n.back_minor)
          or (c.purses, c.purse) is distinct from ('town/' || n.place_code, n.lei_minor - n.back_minor)`,
  },
  {
    invariant: 'I8',
    kind: 'need-paper',
    sql: `
      select 'need:' || n.id as subject,
             case when f.state is distinct from 'used' then 'unasked' when p.id is null then 'ungiven' else 'otherwise' end as is
        from (select id from pledges.next_need union select id from funds.need where state = 'used') n
        left join pledges.next_need p on p.id = n.id left join funds.need f on f.id = n.id
       where f.state is distinct from 'used' or p.id is null
          or (f.project_id, f.place_code, f.amount_minor) is distinct from (p.project_id, p.place_code, p.lei_minor)`,
  },
  {
    // A fund gives what is lacking, as the books stood in that moment.
    invariant: 'I6',
    kind: 'need-over',
    sql: `
      select 'need:' || n.id as subject, ${lei('s.minor')} as stood, ${lei('c.optimum_minor')} as asked
        from pledges.next_need n join ledger.journal j on j.key = 'next:' || n.id
        join projects.campaign c on c.project_id = n.project_id, lateral (${STOOD}) s
       where s.minor > c.optimum_minor`,
  },
];
