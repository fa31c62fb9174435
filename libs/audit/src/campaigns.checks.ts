import type { Check } from './finding.js';

// What each decision over a campaign should have been by the sums that were kept with it: the rules of `pledges`, said once more.
const AGAIN = `
  select c.*,
         case when whole and c.model = 'all-or-nothing' and c.stage <> 'collecting' then 'collecting'
              when whole then 'funded'
              when not kept then case when goes_on then 'extended' else 'failed' end
              when c.model = 'all-or-nothing' and c.stage <> 'collecting' then 'collecting'
              else 'funded-smaller' end as again,
         case when not whole and kept then t.id end as again_tier
    from (select c.*, case stage when 'collecting' then 0 else promised_minor end as coming,
                 case stage when 'collecting' then 0 else staying_promised_minor end as staying_coming,
                 jsonb_array_length(tiers) > 0 as tiered
            from pledges.closing c) c
    cross join lateral (
      select (held_minor > 0 and held_minor >= case when tiered then optimum_minor else minimum_minor end)
             or (model = 'all-or-nothing' and held_minor + coming >= case when tiered then greatest(optimum_minor, threshold_minor) else threshold_minor end) as whole,
             stage <> 'collecting' and extend_at_bp is not null
             and (held_minor + promised_minor)::numeric * 10000 >= minimum_minor::numeric * extend_at_bp as goes_on) w
    left join lateral (
      select (tier ->> 'id')::uuid as id from jsonb_array_elements(tiers) with ordinality as x (tier, n),
             lateral (select (tier ->> 'lacking')::bigint as lacking) l
       where case model when 'keep' then staying_held_minor > 0 and staying_held_minor >= greatest(lacking, floor_minor)
                  else (staying_held_minor > 0 and staying_held_minor >= greatest(lacking, minimum_minor, floor_minor))
                    or staying_held_minor + staying_coming >= greatest(lacking, minimum_minor, floor_minor) + threshold_minor - minimum_minor end
       order by lacking desc, n limit 1) t on true
    cross join lateral (
      select t.id is not null or (not tiered and model = 'keep' and staying_held_minor > 0 and staying_held_minor >= floor_minor) as kept) k`;

/** I4: a campaign is decided by its rules alone, goes on once at most, and what is built is what was decided. */
export const CAMPAIGNS_CHECKS: readonly Check[] = [
  {
    invariant: 'I4',
    kind: 'decision-differs',
    sql: `
      select 'project:' || project_id as subject, replace(decision, '-', '_') as decision, replace(again, '-', '_') as again from (${AGAIN}) d
       where decision <> again or tier_id is distinct from again_tier`,
  },
  {
    invariant: 'I4',
    kind: 'extension-undecided',
    sql: `
      select 'project:' || coalesce(c.project_id, d.project_id) as subject, case when d.project_id is null then 'no' else 'yes' end as decided
        from (select project_id from projects.campaign where extended_from is not null) c
        full join (select project_id from pledges.closing where stage = 'extension') d on d.project_id = c.project_id
       where c.project_id is null or d.project_id is null`,
  },
  {
    invariant: 'I4',
    kind: 'built-differs',
    sql: `
      select 'project:' || project_id as subject, case when built is null then 'nothing' when decided is null then 'undecided' else 'another' end as is
        from (select c.project_id, c.built_tier_id as built, d.tier_id as decided
                from projects.campaign c left join lateral (
                  select case decision when 'funded-smaller' then tier_id end as tier_id from pledges.closing d
                   where d.project_id = c.project_id and decision in ('funded', 'funded-smaller') order by at desc limit 1) d on true
               where c.outcome in ('funded', 'cancelled')) b
       where built is distinct from decided`,
  },
];
