import { countryGroups } from '#libs/pledges/src/index.js';

/**
 * What people had given to a project up to a seal: gift by gift what the books carry on its claim less its losses, so that what
 * went back, was disputed or moved on is not in it. Needs `project_id` and `to_tx` of a row named `c`.
 */
const CONTRIBUTION = `
  with carried as (
    select e.gift, -sum(e.amount) as lei
      from ledger.account a join ledger.entry e on e.account_id = a.id
     where a.owner = 'project/' || c.project_id and a.book = 'held' and a.name in ('claim', 'loss')
       and e.gift is not null and e.status = 'posted' and e.tx < c.to_tx
     group by e.gift),
  ever as (select k.lei, p.person_id, p.pool_people, p.country, p.counted_at as at, k.lei > 0 as stands
    from carried k join pledges.pledge p on p.id = k.gift),
  given as (select * from ever where stands)
  select coalesce(sum(lei), 0) as lei, count(distinct person_id)::int as donors, coalesce(sum(pool_people), 0)::int as pooled,
         (select coalesce(jsonb_agg(jsonb_build_object('country', country, 'donors', donors) order by donors desc, country), '[]')
            from (${countryGroups('select person_id, country, at, stands from ever')}) as told) as countries
    from given`;

/** The same at the head `$2`, the newest where it is null, of the project `$1`; no row while nothing is sealed. */
export const AT_HEAD = `
  select c.n, f.* from (select $1::uuid as project_id, n, to_tx from ledger.seal where $2::int is null or n = $2 order by n desc limit 1) c, lateral (${CONTRIBUTION}) f`;
