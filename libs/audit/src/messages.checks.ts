import type { Check } from './finding.js';

/** I8: what aggregators owe is what their messages say. I4: a message counts once, with its settlement, and whole. */
export const MESSAGES_CHECKS: readonly Check[] = [
  {
    invariant: 'I8',
    sql: `
      select coalesce(b.code, m.code) as subject,
             format('messages come to %s, the books to %s', coalesce(m.minor, 0), coalesce(b.balance, 0)) as detail
        from (select code, balance from ledger.account_balance where book = 'memo' and owner like 'aggregator/%' and name = 'unsettled') b
        full join (
          select format('memo:aggregator/%s:unsettled:MDL', m.aggregator_id) as code, sum(m.lei_minor) as minor
            from messages.message m left join messages.settlement s on s.id = m.settlement_id
           where m.refused is null and s.state is distinct from 'counted' group by m.aggregator_id) m on m.code = b.code
       where coalesce(m.minor, 0) <> coalesce(b.balance, 0)`,
  },
  {
    invariant: 'I4',
    sql: `
      select 'pledge:' || coalesce(p.id, m.id) as subject,
             format('gift %s, settlement %s', coalesce(p.state, 'none'), case when m.id is null then 'of no message' else coalesce(s.state, 'none') end) as detail
        from (select * from pledges.pledge where way = 'message') p
        full join (select * from messages.message where refused is null) m on m.id = p.id
        left join messages.settlement s on s.id = m.settlement_id
       where p.id is null or m.id is null or p.lei_minor <> m.lei_minor or p.project_id <> m.project_id
          or (p.came_minor is not null) <> (s.state is not distinct from 'counted')`,
  },
  {
    invariant: 'I4',
    sql: `
      select 'settlement:' || s.id as subject,
             format('%s: messages come to %s, the list to %s, the bank to %s of %s', s.state, m.minor, s.gross_minor, l.minor, s.net_minor) as detail
        from messages.settlement s,
             lateral (select coalesce(sum(lei_minor), 0) as minor from messages.message where settlement_id = s.id) m,
             lateral (select coalesce(sum(amount_minor), 0) as minor from banking.line where claimed_by = 'settlement:' || s.id) l
       where m.minor <> case when s.state = 'dropped' then 0 else s.gross_minor end
          or l.minor <> case when s.state = 'counted' then s.net_minor else 0 end`,
  },
  {
    invariant: 'I8',
    sql: `
      select 'held:operator:fees-message:MDL' as subject, format('settlements kept %s, the books have %s', s.minor, b.minor) as detail
        from (select coalesce(sum(fee_minor), 0) as minor from messages.settlement where state = 'counted') s,
             (select coalesce(sum(balance), 0) as minor from ledger.account_balance where owner = 'operator' and name = 'fees-message') b
       where s.minor <> b.minor`,
  },
];
