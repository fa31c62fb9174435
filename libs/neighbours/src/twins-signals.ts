import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { NeighbourId, TwinsId } from './neighbour.js';
import { nameWords } from './slip.js';
import type { TwinReason } from './twins.js';

interface Face {
  readonly id: NeighbourId;
  readonly email: string | null;
  readonly name: string | null;
  readonly part: string | null;
}

interface Person extends Face {
  readonly personId: PersonId;
  readonly placeCode: string;
  readonly since: Date;
}

const FACES = `select n.id, p.email, p.name, n.part, n.person_id as "personId", n.place_code as "placeCode", n.since
  from neighbours.neighbour n join identity.person p on p.id = n.person_id`;
const DOTLESS = ['gmail.com', 'googlemail.com'];

/** One mailbox under its many spellings: what follows a plus is nothing, and Google reads no dots. */
export function mailboxOf(email: string): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const name = local.replace(/\+.*$/, '');
  return DOTLESS.includes(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** Why two look like one person; empty when they do not. A name alone says nothing: a village has many of the same. */
export function likeness(one: Omit<Face, 'id'>, other: Omit<Face, 'id'>): TwinReason[] {
  const found: TwinReason[] = [];
  if (one.email && other.email && mailboxOf(one.email) === mailboxOf(other.email)) found.push('address');
  const [nameOf, partOf] = [
    (face: Omit<Face, 'id'>) => nameWords(face.name),
    (face: Omit<Face, 'id'>) => nameWords(face.part),
  ];
  if (nameOf(one) && nameOf(one) === nameOf(other) && partOf(one) && partOf(one) === partOf(other))
    found.push('name-and-part');
  return found;
}

/**
 * Notes everybody who is or was of the same town and looks like this one: whoever votes, leaves and comes again under another
 * address is seen too. Two people are one pair however often they leave and come back; one that was decided is not asked
 * about again. Returns the pairs that are new.
 */
export async function noticeTwins(tx: Tx, id: NeighbourId): Promise<TwinsId[]> {
  const [own] = await rowsOf<Person>(tx, `${FACES} where n.id = $1`, [id]);
  // Two who come at once see each other: the second waits for the first.
  await tx.query('select pg_advisory_xact_lock(7022, hashtext($1))', [own!.placeCode]);
  const others = await rowsOf<Person & { earlier: boolean }>(
    tx,
    `select distinct on (o."personId") o.*, (o.since, o.id) < ($3::timestamptz, $2::uuid) as earlier
       from (${FACES} where n.place_code = $1 and n.person_id <> $4) as o order by o."personId", o.since desc, o.id`,
    [own!.placeCode, id, own!.since, own!.personId],
  );
  const made: TwinsId[] = [];
  for (const other of others) {
    const reasons = likeness(own!, other);
    if (reasons.length === 0 || (await isKnown(tx, [own!, other], reasons))) continue;
    const [first, later] = other.earlier ? [other.id, id] : [id, other.id];
    const twinsId = newId<'Twins'>();
    await tx.query(
      `insert into neighbours.twins (id, place_code, first_id, later_id, reasons, noticed_at)
       values ($1, $2, $3, $4, $5, platform.now())`,
      [twinsId, own!.placeCode, first, later, reasons],
    );
    made.push(twinsId);
  }
  return made;
}

/** Whether the two are a pair of this town already; while nobody has decided, it says why by now. */
async function isKnown(tx: Tx, pair: readonly Person[], reasons: readonly TwinReason[]): Promise<boolean> {
  const known = await rowsOf(
    tx,
    `update neighbours.twins t set reasons = case when t.decision is null then $3 else t.reasons end
       from neighbours.neighbour f, neighbours.neighbour l
      where f.id = t.first_id and l.id = t.later_id and t.place_code = $2 and f.person_id = any($1) and l.person_id = any($1)
      returning t.id`,
    [pair.map(({ personId }) => personId), pair[0]!.placeCode, reasons],
  );
  return known.length > 0;
}
