import { type Check, sum } from './finding.js';

/** I4 in detail: what is given for one line of a budget is in the books as such, and the parts of several people's gift add up to it. */
export const LINES_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    kind: 'gift-line',
    sql: `
      select 'pledge:' || p.id as subject, case when p.line_id is null then 'no' else 'yes' end as line, count(*) as n
        from ledger.entry e join pledges.pledge p on p.id = e.gift
       where e.budget_line is distinct from p.line_id group by p.id`,
  },
  {
    invariant: 'I4',
    kind: 'pool-parts',
    sql: `
      select 'pledge:' || p.id as subject, ${sum('p.amount_minor', 'p.currency')} as sum, p.pool_people as people, count(m.n) as parts,
             ${sum('coalesce(sum(m.share_minor), 0)', 'p.currency')} as "partsSum"
        from pledges.pledge p left join pledges.pool_member m on m.pledge_id = p.id
       where p.pool_people is not null
       group by p.id having count(m.n) <> p.pool_people or sum(m.share_minor) is distinct from p.amount_minor`,
  },
];
