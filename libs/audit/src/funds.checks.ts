import type { Check } from './finding.js';

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
     and (e.gift is not null or k.kind in ('fund.need-used', 'fund.need-returned'))`;

/** I4, I6 and I8: what came to towns' funds, gift by gift and purse by purse. */
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
         and not exists (select from pledges.overpayment o where o.charge_id = c.id)
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
    sql: `
      select 'need:' || coalesce(n.id::text, c.id) as subject,
             format('%s bani of %s for project %s, %s came back; the books carry %s and %s', n.lei_minor, n.place_code, n.project_id, n.back_minor, coalesce(c.claims, 'none'), coalesce(c.purses, 'none')) as detail
        from pledges.next_need n
        full join (select need as id, string_agg(owner || ' ' || minor, ', ') filter (where kind = 'project') as claims,
                          string_agg(owner || ' ' || minor, ', ') filter (where kind = 'town') as purses
                     from (select j.ref->>'need' as need, a.kind, a.owner, -sum(e.amount) as minor
                             from ledger.journal j join ledger.entry e on e.journal_id = j.id and e.status = 'posted' join ledger.account a on a.id = e.account_id
                            where j.kind in ('fund.need-used', 'fund.need-returned') group by 1, 2, 3) sums group by need) c on c.id = n.id::text
       where n.id is null or c.id is null
          or c.claims is distinct from format('project/%s %s', n.project_id, n.lei_minor - n.back_minor)
          or c.purses is distinct from format('town/%s %s', n.place_code, n.back_minor - n.lei_minor)`,
  },
  {
    invariant: 'I8',
    sql: `
      select 'need:' || n.id as subject, format('is %s, and %s', coalesce(f.state, 'asked by nobody'), case when p.id is null then 'nothing was given' else 'its sum, project or place was given otherwise' end) as detail
        from (select id from pledges.next_need union select id from funds.need where state = 'used') n
        left join pledges.next_need p on p.id = n.id left join funds.need f on f.id = n.id
       where f.state is distinct from 'used' or p.id is null
          or (f.project_id, f.place_code, f.amount_minor) is distinct from (p.project_id, p.place_code, p.lei_minor)`,
  },
  {
    // A fund gives what is lacking, as the books stood in that moment.
    invariant: 'I6',
    sql: `
      select 'need:' || n.id as subject, format('brought its project to %s bani, and it asks people for %s', s.minor, c.optimum_minor) as detail
        from pledges.next_need n join ledger.journal j on j.key = 'next:' || n.id
        join projects.campaign c on c.project_id = n.project_id, lateral (${STOOD}) s
       where s.minor > c.optimum_minor`,
  },
];
