import { type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { JoinRequestId } from './body.js';

/** Two words make a member, so two who invent people could make themselves a majority; these numbers stand against it. */
export const VOUCHING = {
  /** Words that a request needs. */
  needed: 2,
  /** Words that a member may give within `days`. */
  most: 5,
  /** How long a new member waits before he vouches for others, and within how many days `most` counts. */
  days: 30,
  /** How long a new member stands before all: any other may object, and only then he is on the roll of a new vote. */
  trialDays: 10,
} as const;

/** SQL: a membership `m` began with words and is younger than so many days. The founders, whom the operator verified, came by none. */
export function isYoung(days: number, m = 'm'): string {
  return `${m}.via = 'vouched' and ${m}.since > platform.now() - interval '${days} days'`;
}

/**
 * Gives a member's word, once. Throws `vouch-too-new` for one who came by others' words within thirty days, `vouches-many`
 * after five words in thirty days.
 */
export async function giveWord(
  tx: Tx,
  { request, bodyId, by }: { request: JoinRequestId; bodyId: BodyId; by: PersonId },
): Promise<boolean> {
  // One word of his after the other, so that two at once cannot both be the last that is allowed.
  await hold(tx, `member-vouches:${by}`);
  if (await isNew(tx, { bodyId, by }, VOUCHING.days))
    throw refuse('forbidden', 'vouch-too-new', 'Has not been a member for long enough.', { days: VOUCHING.days }); // prettier-ignore
  const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
    tx,
    `select count(*)::int as n from hometowns.vouch v join hometowns.join_request r on r.id = v.join_request_id
     where r.association_id = $1 and v.by = $2 and v.join_request_id <> $3 and v.at > platform.now() - $4 * interval '1 day'`,
    [bodyId, by, request, VOUCHING.days],
  );
  if (n >= VOUCHING.most)
    throw refuse('conflict', 'vouches-many', 'Gave his word often enough for now.', { n: VOUCHING.most, days: VOUCHING.days }); // prettier-ignore
  const given = await rowsOf(
    tx,
    `insert into hometowns.vouch (join_request_id, by, at) values ($1, $2, platform.now()) on conflict do nothing returning by`,
    [request, by],
  );
  return given.length > 0;
}

/** Whether somebody came into an association by others' words, and less than so many days ago. */
export async function isNew(tx: Tx, { bodyId, by }: { bodyId: BodyId; by: PersonId }, days: number): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    `select from hometowns.membership m
     where body_id = $1 and person_id = $2 and role = 'member' and until is null and ${isYoung(days)}`,
    [bodyId, by],
  );
  return rows.length > 0;
}

/** Words that count: of those who are members still, given after the objection if there was one. */
export async function wordsFor(tx: Tx, request: JoinRequestId): Promise<number> {
  const rows = await rowsOf(
    tx,
    `select distinct v.by from hometowns.vouch v
     join hometowns.join_request r on r.id = v.join_request_id
     join hometowns.membership m on m.body_id = r.association_id and m.person_id = v.by and m.until is null
     where r.id = $1 and not exists (
       select from hometowns.objection o where o.join_request_id = r.id and o.at >= v.at)`,
    [request],
  );
  return rows.length;
}
