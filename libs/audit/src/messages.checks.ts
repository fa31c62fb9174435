import { type Check, lei } from './finding.js';

/** I8: what aggregators owe is what their messages say. I4: a message counts once, with its settlement, and whole. */
export const MESSAGES_CHECKS: readonly Check[] = [
  {
    invariant: 'I8',
    kind: 'unsettled-differs',
    sql: `
      select coalesce(b.code, m.code) as subject, ${lei('coalesce(m.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select code, balance from ledger.account_balance where book = 'memo' and owner like 'aggregator/%' and name = 'unsettled') b
        full join (
          select format('memo:aggregator/%s:unsettled:MDL', m.aggregator_id) as code, sum(m.lei_minor) as minor
            from messages.message m left join messages.settlement s on s.id = m.settlement_id
           where m.refused is null and s.state is distinct from 'counted' group by m.aggregator_id) m on m.code = b.code
       where coalesce(m.minor, 0) <> coalesce(b.balance, 0)`,
  },
  {
    invariant: 'I4',
    kind: 'message-gift',
    sql: `
      select 'pledge:' || coalesce(p.id, m.id) as subject,
             case when p.id is null then 'noGift' when m.id is null then 'noMessage' when p.lei_minor <> m.lei_minor or p.project_id <> m.project_id then 'other'
                  when p.came_minor is not null then 'early' else 'uncounted' end as is
        from (select * from pledges.pledge where way = 'message') p
        full join (select * from messages.message where refused is null) m on m.id = p.id
        left join messages.settlement s on s.id = m.settlement_id
       where p.id is null or m.id is null or p.lei_minor <> m.lei_minor or p.project_id <> m.project_id
          or (p.came_minor is not null) <> (s.state is not distinct from 'counted')`,
  },
  {
    invariant: 'I4',
    kind: 'settlement-differs',
    sql: `
      select 'settlement:' || s.id as subject, s.state, ${lei('m.minor')} as messages, ${lei('s.gross_minor')} as list, ${lei('l.minor')} as bank, ${lei('s.net_minor')} as net
        from messages.settlement s,
             lateral (select coalesce(sum(lei_minor), 0) as minor from messages.message where settlement_id = s.id) m,
             lateral (select coalesce(sum(amount_minor), 0) as minor from banking.line where claimed_by = 'settlement:' || s.id) l
       where m.minor <> case when s.state = 'dropped' then 0 else s.gross_minor end
          or l.minor <> case when s.state = 'counted' then s.net_minor else 0 end`,
  },
  {
    invariant: 'I8',
    kind: 'message-fees-differ',
    sql: `
      select 'held:operator:fees-message:MDL' as subject, ${lei('s.minor')} as papers, ${lei('b.minor')} as books
        from (select coalesce(sum(fee_minor), 0) as minor from messages.settlement where state = 'counted') s,
             (select coalesce(sum(balance), 0) as minor from ledger.account_balance where owner = 'operator' and name = 'fees-message') b
       where s.minor <> b.minor`,
  },
];
