import { type Check, lei, sum } from './finding.js';

// What the books carry for each gift, in lei: on the project's claim less its loss, on the town's, and as a promise.
const CARRIED = `
  select e.gift, -coalesce(sum(e.amount) filter (where a.kind = 'project' and a.name in ('claim', 'loss')), 0) as claim,
         -coalesce(sum(e.amount) filter (where a.kind = 'town'), 0) as town,
         coalesce(sum(e.amount) filter (where a.name = 'promised'), 0) as promised
    from ledger.entry e join ledger.account a on a.id = e.account_id
   where e.gift is not null and e.status = 'posted'
   group by e.gift`;

// What a gift promises now.
const PROMISED = `case when p.state in ('promised', 'charging', 'declined') then p.lei_minor else 0 end`;

/** I4: gift by gift, what was taken, what went back and what the books carry agree; a gift succeeds once. */
export const GIFTS_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    kind: 'gift-differs',
    sql: `
      select 'pledge:' || coalesce(p.id, c.gift) as subject, case when p.id is null then 'no' else 'yes' end as known,
             ${lei('coalesce(p.came_lei_minor, 0)')} as counted, ${lei('coalesce(p.refunded_lei_minor, 0)')} as returned,
             ${lei('coalesce(p.moved_lei_minor, 0)')} as moved, ${lei('coalesce(p.lost_lei_minor, 0)')} as lost,
             ${lei('coalesce(c.claim, 0)')} as claim, ${lei('coalesce(c.town, 0)')} as purse
        from pledges.pledge p full join (${CARRIED}) c on c.gift = p.id
       where (p.id is null and not exists (select from funds.gift f where f.id = c.gift))
          or coalesce(c.claim, 0) <> coalesce(p.came_lei_minor, 0) - p.refunded_lei_minor - p.moved_lei_minor - p.lost_lei_minor
          or coalesce(c.town, 0) <> p.moved_lei_minor`,
  },
  {
    invariant: 'I4',
    kind: 'promise-differs',
    sql: `
      select 'pledge:' || p.id as subject, ${lei(PROMISED)} as papers, ${lei('coalesce(c.promised, 0)')} as books
        from pledges.pledge p left join (${CARRIED}) c on c.gift = p.id
       where coalesce(c.promised, 0) <> ${PROMISED}`,
  },
  {
    invariant: 'I4',
    kind: 'paid-often',
    sql: `
      select c.owner as subject, count(*) as n
        from payments.charge c
       where c.state = 'succeeded' and c.owner like 'pledge:%'
         and not exists (select from pledges.overpayment o where o.charge_id = c.id)
       group by c.owner having count(*) > 1`,
  },
  {
    invariant: 'I4',
    kind: 'charge-uncounted',
    sql: `
      select 'charge:' || c.id as subject, ${sum('c.amount_minor', 'c.currency')} as sum
        from payments.charge c
       where c.state = 'succeeded' and c.authorised_at < platform.now() - interval '1 hour'
         and not exists (select from pledges.overpayment o where o.charge_id = c.id)
         and not exists (select from funds.gift g where g.charge_id = c.id and g.counted_at is not null
                            and g.amount_minor + g.cover_minor = c.amount_minor and g.currency = c.currency)
         and not exists (select from pledges.pledge p where p.charge_id = c.id and p.came_minor + p.cover_minor = c.amount_minor and p.currency = c.currency)`,
  },
  {
    invariant: 'I4',
    kind: 'charge-overreturned',
    sql: `
      select 'charge:' || c.id as subject, ${sum('c.amount_minor', 'c.currency')} as charged, ${sum('sum(r.amount_minor)', 'max(r.currency)')} as back,
             case when c.state <> 'succeeded' then 'unpaid' when bool_or(r.currency <> c.currency) then 'currency' else 'more' end as why
        from payments.charge c
        join (select charge_id, amount_minor, currency from payments.refund where state <> 'failed'
              union all select d.charge_id, x.owed_minor + x.gift_minor + x.cover_minor, d.currency
                from pledges.dispute x join payments.dispute d on d.id = x.id) r on r.charge_id = c.id
       group by c.id having sum(r.amount_minor) > c.amount_minor or bool_or(r.currency <> c.currency) or c.state <> 'succeeded'`,
  },
  {
    // The fee cover goes back once, and with the last of a gift; what a dispute took may come again after that.
    invariant: 'I4',
    kind: 'cover-overreturned',
    sql: `
      select g.kind || g.id as subject, ${sum('g.cover_minor', 'g.currency')} as cover, ${sum('b.minor + d.minor', 'g.currency')} as back,
             ${sum('g.left_minor', 'g.currency')} as left
        from (select 'pledge:' as kind, id, currency, cover_minor, coalesce(came_minor, 0) - refunded_minor - lost_minor as left_minor from pledges.pledge
              union all select 'fund-gift:', id, currency, cover_minor, amount_minor - refunded_minor - lost_minor from funds.gift) g
        join (select coalesce(pledge_id, fund_gift_id) as id, sum(cover_minor) as minor from pledges.gift_refund group by 1) b on b.id = g.id,
             lateral (select coalesce(sum(cover_minor), 0) as minor, count(*) as n from pledges.dispute x where coalesce(x.pledge_id, x.fund_gift_id) = g.id) d
       where b.minor + d.minor > g.cover_minor or (b.minor > 0 and g.left_minor > 0 and d.n = 0)`,
  },
  {
    // What was booked at the bank after the campaign's last moment is owed back.
    invariant: 'I4',
    kind: 'transfer-late',
    sql: `
      select 'pledge:' || t.pledge_id as subject, l.booked_on as booked, e.last
        from pledges.transfer t join pledges.pledge p on p.id = t.pledge_id join banking.line l on l.id = t.line_id
        join projects.campaign c on c.project_id = p.project_id,
             lateral (select (least(c.closed_at, c.closes_at - interval '1 millisecond') at time zone 'Europe/Chisinau')::date as last) e
       where t.taken_back_at is null and l.booked_on > e.last`,
  },
  {
    // Shares are to the last ban: when everybody has his, nothing is left to share.
    invariant: 'I7',
    kind: 'claim-left',
    sql: `
      select b.code as subject, ${sum('b.balance', 'b.currency')} as sum
        from pledges.winding w join ledger.account_balance b on b.owner = 'project/' || w.project_id and b.name = 'claim'
       where w.shared and w.ended_at is not null and b.balance <> 0`,
  },
];
