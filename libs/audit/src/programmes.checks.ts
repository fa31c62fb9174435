import { type Check, lei } from './finding.js';

/** I8: what a programme was told of a project is what the books said, and its floor is the one that its edition set. */
export const PROGRAMMES_CHECKS: readonly Check[] = [
  {
    invariant: 'I8',
    kind: 'certificate-differs',
    sql: `
      select 'project:' || c.project_id as subject, c.code, ${lei('c.people_minor')} as papers, ${lei('b.lei')} as books,
             c.donors as said, b.donors as counted
        from cofunding.certificate c join ledger.seal s on s.n = c.seal, lateral (
          select coalesce(sum(k.lei), 0) as lei, count(distinct p.person_id)::int as donors
            from (select e.gift, -sum(e.amount) as lei
                    from ledger.account a join ledger.entry e on e.account_id = a.id
                   where a.owner = 'project/' || c.project_id and a.book = 'held' and a.name in ('claim', 'loss')
                     and e.gift is not null and e.status = 'posted' and e.tx < s.to_tx
                   group by e.gift having -sum(e.amount) > 0) k
            left join pledges.pledge p on p.id = k.gift) b
       where c.people_minor <> b.lei or c.donors <> b.donors`,
  },
  {
    invariant: 'I8',
    kind: 'floor-differs',
    sql: `
      select 'project:' || p.id as subject, coalesce(p.floor_bp, 0) as floor, coalesce(e.bp, 0) as edition
        from projects.project p, lateral (
          select max((r ->> 'bp')::int) as bp
            from programmes.edition e, jsonb_array_elements(e.conditions) r
           where e.id = p.programme_edition_id and r ->> 'kind' = 'share-at-least' and r ->> 'party' = 'people') e
       where p.programme_edition_id is not null and p.floor_bp is distinct from e.bp`,
  },
];
