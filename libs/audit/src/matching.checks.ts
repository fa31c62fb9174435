import { type Check, lei, sum } from './finding.js';

// What the books carry for each match: what stands on the claim, what left the pool, and what is kept in it for a promise.
const BOOKED = `
  select j.ref->>'match' as id, string_agg(distinct a.owner, ', ' order by a.owner) as owners,
         -coalesce(sum(e.amount) filter (where a.kind = 'project' and e.status = 'posted'), 0) as claim,
         coalesce(sum(e.amount) filter (where a.kind = 'call' and e.status = 'posted'), 0) as pool,
         coalesce(sum(e.amount * case e.status when 'void' then -1 else 1 end) filter (where a.kind = 'call' and e.status <> 'posted'), 0) as kept
    from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
   where j.kind in ('match.reserved', 'match.earned', 'match.void', 'match.back') group by 1`;

/** I5: what gifts draw from sponsors' calls, match by match and pool by pool, the caps of each call, and what goes back to its sponsor. */
export const MATCHING_CHECKS: readonly Check[] = [
  {
    invariant: 'I5',
    kind: 'match-booked',
    sql: `
      select 'match:' || coalesce(m.id::text, b.id) as subject, ${lei("case when m.state = 'earned' then m.lei_minor - m.back_minor else 0 end")} as earned,
             ${lei("case when m.state = 'reserved' then m.lei_minor else 0 end")} as reserved,
             ${lei('coalesce(b.claim, 0)')} as claim, ${lei('coalesce(b.pool, 0)')} as pool, ${lei('coalesce(b.kept, 0)')} as kept
        from pledges.match m full join (${BOOKED}) b on b.id = m.id::text
       where m.id is null or b.id is null or b.owners is distinct from 'call/' || m.call_id || ', project/' || m.project_id
          or (b.claim, b.pool, b.kept) is distinct from (
               case when m.state = 'earned' then m.lei_minor - m.back_minor else 0 end, case when m.state = 'earned' then m.lei_minor - m.back_minor else 0 end,
               case when m.state = 'reserved' then m.lei_minor else 0 end)`,
  },
  {
    // A match is kept while its gift is promised, and earned only by one that was counted; a gift has one.
    invariant: 'I5',
    kind: 'match-astray',
    sql: `
      select 'match:' || m.id as subject, case m.state when 'reserved' then 'unpromised' else 'uncounted' end as is
        from pledges.match m join pledges.pledge p on p.id = m.pledge_id
       where p.project_id <> m.project_id
          or (m.state = 'reserved' and p.state not in ('promised', 'charging', 'declined'))
          or (m.state = 'earned' and m.back_minor < m.lei_minor and p.counted_at is null)`,
  },
  {
    invariant: 'I5',
    kind: 'call-over',
    sql: `
      select 'call:' || c.id as subject, cap.who, ${lei('cap.drawn')} as drawn, ${lei('cap.most')} as most
        from matching.call c, lateral (
          select 'project' as who, sum(m.lei_minor - m.back_minor) as drawn, c.per_project_minor as most
            from pledges.match m where m.call_id = c.id and m.state <> 'void' group by m.project_id
          union all
          select 'donor', sum(m.counted_minor), c.per_donor_minor
            from pledges.match m join pledges.pledge p on p.id = m.pledge_id join identity.person d on d.id = p.person_id
           where m.call_id = c.id and m.state <> 'void' and m.back_minor < m.lei_minor group by m.project_id, coalesce(d.mailbox, d.id::text)) cap
       where cap.drawn > cap.most`,
  },
  {
    // From a call that wants so many donors a project has drawn only once as many had promised or paid in its days, by the books,
    // also those whose gift did not stay (a minute more: one may be heard of in the moment of the drawing). Whoever paid from one
    // account is one: there are no more donors than accounts and people without one.
    invariant: 'I5',
    kind: 'call-early',
    sql: `
      select 'call:' || c.id as subject, d.donors, c.min_donors as least
        from matching.call c
        join lateral (select m.project_id, min(m.at) + interval '1 minute' as at from pledges.match m where m.call_id = c.id group by m.project_id) first on true
        join lateral (
          select least(count(distinct g.donor), count(distinct g.payer) + count(distinct g.donor)
                         - count(distinct g.donor) filter (where g.payer is not null))::int as donors
            from (select coalesce(d.mailbox, d.id::text) as donor, (select l.counterparty_iban from pledges.transfer t join banking.line l on l.id = t.line_id
                           where t.pledge_id = p.id and t.at <= first.at and coalesce(t.taken_back_at > first.at, true)) as payer
                    from pledges.pledge p join identity.person d on d.id = p.person_id
                   where p.project_id = first.project_id and not p.onward and exists (
                     select from ledger.journal j where j.key in ('pledge:' || p.id, 'pledge:' || p.id || ':counted') and j.at <= first.at
                        and (j.at at time zone 'Europe/Chisinau')::date between c.opens_on and c.closes_on)) g) d on true
       where c.min_donors is not null and d.donors < c.min_donors`,
  },
  {
    // While an equity reserve is kept, projects of which not all town halls' towns are under the line have drawn no more than the part for all.
    invariant: 'I5',
    kind: 'reserve-drawn',
    sql: `
      select 'call:' || c.id as subject, ${lei('a.drawn')} as drawn, ${lei('a.most')} as most
        from matching.call c, lateral (
          select (select coalesce(sum(m.lei_minor - m.back_minor), 0) from pledges.match m join projects.project p on p.id = m.project_id
                   where m.call_id = c.id and m.state <> 'void' and exists (
                     select from hometowns.body h where h.id in (select p.town_hall_id union all
                         select q.town_hall_id from projects.partner q where q.project_id = p.id and q.state = 'agreed')
                        and not exists (select from matching.figure f where f.figures_id = c.figures_id and f.place_code = h.place_code and f.lei_minor < c.line_minor))) as drawn,
                 (select floor(coalesce(sum(y.lei_minor), 0) * (10000 - c.reserve_bp) / 10000) from matching.payment y
                   where y.call_id = c.id and y.taken_back_at is null) as most) a
       where c.reserve_bp is not null and coalesce(c.reserve_until >= (platform.now() at time zone 'Europe/Chisinau')::date, true) and a.drawn > a.most`,
  },
  {
    // Of a payment no more goes back than came, in lei and in its own currency.
    invariant: 'I5',
    kind: 'sponsor-over',
    sql: `
      select 'call:' || r.call_id as subject, ${sum('sum(r.amount_minor)', 'r.currency')} as back, ${sum('coalesce(min(l.amount_minor), 0)', 'r.currency')} as paid
        from matching.sponsor_return r
        left join matching.payment p on p.line_id = r.line_id and p.call_id = r.call_id and p.taken_back_at is null
        left join banking.line l on l.id = p.line_id
       where r.fallen_at is null group by r.call_id, r.line_id, r.currency
      having sum(r.lei_minor) > coalesce(min(p.lei_minor), 0) or sum(r.amount_minor) > coalesce(min(l.amount_minor), 0)`,
  },
  {
    // It goes by an order of this very sum, only of a call from which nothing draws any more; what fell has not arrived.
    invariant: 'I5',
    kind: 'sponsor-order',
    sql: `
      select 'call:' || r.call_id as subject, case when c.state <> 'closed' then 'early' when o.id is null then 'unordered' else 'otherwise' end as is
        from matching.sponsor_return r join matching.call c on c.id = r.call_id
        left join banking.payment_order o on o.id = r.order_id and o.kind = 'sponsor'
       where c.state <> 'closed' or o.id is null or (o.owner, o.amount_minor, o.currency) is distinct from ('call:' || r.call_id, r.amount_minor, r.currency)
          or (r.fallen_at is not null and o.state not in ('rejected', 'returned'))
      union all
      select 'order:' || o.id, 'unknown' from banking.payment_order o
       where o.kind = 'sponsor' and not exists (select from matching.sponsor_return r where r.order_id = o.id)`,
  },
  {
    invariant: 'I5',
    kind: 'pool-differs',
    sql: `
      select 'held:' || coalesce(b.owner, p.owner) || ':pool:MDL' as subject, ${lei('coalesce(p.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select owner, balance from ledger.account_balance where owner like 'call/%' and name = 'pool') b
        full join (select 'call/' || call_id as owner, sum(minor) as minor from (
                     select call_id, lei_minor as minor from matching.payment where taken_back_at is null
                     union all select call_id, back_minor - lei_minor from pledges.match where state = 'earned'
                     union all select call_id, -lei_minor from matching.sponsor_return where fallen_at is null) every group by call_id) p on p.owner = b.owner
       where coalesce(b.balance, 0) <> coalesce(p.minor, 0)`,
  },
];
