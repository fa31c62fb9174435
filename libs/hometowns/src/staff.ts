import type { InterestGround } from './body.js';

/**
 * For so many days whoever has left a town hall still stands aside where its people do, and whoever has withdrawn what he
 * declared still is what he said: else one could leave, or withdraw, for an hour.
 */
export const STAFF_DAYS = 90;

/** SQL: a membership `m` of a town hall lasts, or ended not long ago. */
export function worksOrDid(m: string): string {
  return lastsOrDid(`${m}.until`);
}

/** SQL: what ends at `end` has not ended, or not long ago. */
export function lastsOrDid(end: string): string {
  return `(${end} is null or ${end} > platform.now() - interval '${STAFF_DAYS} days')`;
}

/** SQL: whoever has said this of himself in association $1, and has not withdrawn it, or not long ago. */
export const DECLARED = (ground: InterestGround) => `select i.person_id from hometowns.interest i
  where i.body_id = $1 and i.ground = '${ground}' and ${lastsOrDid('i.withdrawn_at')}`;

/**
 * SQL: people `staff` who work for the town hall of the association $1's place, or did not long ago, by its books or their own
 * word; a village has that of its commune.
 */
export const STAFF = `with recursive up as (
    select p.code, p.parent, p.self_governing from hometowns.place p
    join hometowns.body b on b.place_code = p.code where b.id = $1
    union all
    select p.code, p.parent, p.self_governing from hometowns.place p join up on p.code = up.parent where not up.self_governing),
  staff as (
    select s.person_id from hometowns.membership s join hometowns.body t on t.id = s.body_id
    where ${worksOrDid('s')} and t.kind = 'town-hall' and t.state = 'verified' and t.place_code in (select code from up)
    union ${DECLARED('town-hall-staff')})`;
