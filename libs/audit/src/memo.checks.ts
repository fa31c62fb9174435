import { type Check, lei } from './finding.js';

/** I6: what a town hall has received, spent and proven is no more than what has arrived. I8: co-funders' shares. */
export const MEMO_CHECKS: readonly Check[] = [
  {
    invariant: 'I6',
    kind: 'unspent-more',
    sql: `
      select b.owner as subject, ${lei('sum(b.balance)')} as spent, ${lei('coalesce(max(o.minor), 0)')} as arrived
        from ledger.account_balance b
        left join (select project_id, sum(amount_minor) as minor from banking.payment_order
                    where kind = 'release' and state = 'arrived'
                    group by project_id) o on b.owner = 'project/' || o.project_id
       where b.book = 'memo' and b.name in ('town-unspent', 'spent', 'proven')
       group by b.owner having sum(b.balance) > coalesce(max(o.minor), 0)`,
  },
  {
    invariant: 'I8',
    kind: 'shares-differ',
    sql: `
      select coalesce(b.code, s.code) as subject, ${lei('coalesce(s.minor, 0)')} as papers, ${lei('coalesce(b.balance, 0)')} as books
        from (select * from ledger.account_balance
               where book = 'memo' and name ~ '^(town|district|state|grant|partner)-(promised|authorised|paid)$' or name = 'inkind-valued') b
        full join (
          select format('memo:project/%s:%s-%s:MDL', project_id, party, stage) as code,
                 sum(case when step = stage then amount_minor else 0 end
                   - case stage when 'promised' then took_promised when 'authorised' then took_authorised else took_paid end) as minor
            from cofunding.share cross join unnest(array['promised', 'authorised', 'paid']) stage
           group by project_id, party, stage
          union all
          select format('memo:project/%s:inkind-valued:MDL', project_id), sum(amount_minor) from cofunding.in_kind group by project_id) s
          on s.code = b.code
       where coalesce(s.minor, 0) <> coalesce(b.balance, 0)`,
  },
];
