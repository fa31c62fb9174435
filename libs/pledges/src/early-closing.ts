import { type Role, SPEAKERS } from '#libs/hometowns/src/index.js';

/** Whose signature closes a campaign before its day. */
export type ClosingSide = 'town-hall' | 'association';

/** Who signs for each side that a campaign closes before its day. */
export const CLOSERS: Readonly<Record<ClosingSide, readonly Role[]>> = SPEAKERS;

/** Who has signed that the campaign of project $1 closes before its day. */
export const SIGNED = `select e.side, e.person_id as "personId", e.at from pledges.early_closing e join projects.project p on p.id = e.project_id
  where e.project_id = $1`;

/**
 * SQL: signature `e` on project `p` holds: whoever gave it has his office of now ($2 of the town hall, $3 of the association) in the body
 * that answers for the project now. An association may have ended since, and an office gone to another.
 */
export const HOLDS = `exists (select from hometowns.membership m
  where m.person_id = e.person_id and m.until is null
    and m.body_id = case e.side when 'town-hall' then p.town_hall_id else p.association_id end
    and m.role = any (case e.side when 'town-hall' then $2::text[] else $3::text[] end))`;
