import type { Check } from './finding.js';

/** I4 in detail: what is given for one line of a budget is in the books as such, and the parts of several people's gift add up to it. */
export const LINES_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    sql: `
      select 'pledge:' || p.id as subject, format('is for line %s, %s of its entries in the books say otherwise', coalesce(p.line_id::text, 'none'), count(*)) as detail
        from ledger.entry e join pledges.pledge p on p.id = e.gift
       where e.budget_line is distinct from p.line_id group by p.id`,
  },
  {
    invariant: 'I4',
    sql: `
      select 'pledge:' || p.id as subject, format('is of %s for %s people, their parts are %s of %s', p.amount_minor, p.pool_people, count(m.n), coalesce(sum(m.share_minor), 0)) as detail
        from pledges.pledge p left join pledges.pool_member m on m.pledge_id = p.id
       where p.pool_people is not null
       group by p.id having count(m.n) <> p.pool_people or sum(m.share_minor) is distinct from p.amount_minor`,
  },
];
