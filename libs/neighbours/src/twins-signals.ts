import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { NeighbourId, TwinsId } from './neighbour.js';
import { nameWords } from './slip.js';

/** What somebody said of himself. */
interface Face {
  readonly name: string | null;
  readonly part: string | null;
}

interface Person extends Face {
  readonly id: NeighbourId;
  readonly personId: PersonId;
  readonly placeCode: string;
  readonly since: Date;
}

/**
 * Pairs of one neighbour that wait at most: who joins a hundred times under one name gives his town work for a hundred, not for
 * five thousand, and who takes one name after the other makes no list of everybody.
 */
const PAIRS_MOST = 5;

const FACES = `select n.id, p.name, n.part, n.person_id as "personId", n.place_code as "placeCode", n.since, n.ended
  from neighbours.neighbour n join identity.person p on p.id = n.person_id`;

/** Whether two look like one person. A name alone says nothing: a village has many of the same. */
export function areAlike(one: Face, other: Face): boolean {
  const [name, part] = [nameWords(one.name), nameWords(one.part)];
  return name !== '' && part !== '' && name === nameWords(other.name) && part === nameWords(other.part);
}

/**
 * Notes who is or was of the same town and looks like this one, those who came first before the others: whoever votes, leaves
 * and comes again under another address is seen too. Two people are one pair however often they leave and come back; one
 * that was decided is not asked about again, and whoever was found to be another is not compared with. Returns the pairs
 * that are new.
 */
export async function noticeTwins(tx: Tx, id: NeighbourId): Promise<TwinsId[]> {
  const [own] = await rowsOf<Person>(tx, `${FACES} where n.id = $1`, [id]);
  // Two who come at once see each other: the second waits for the first.
  await hold(tx, `twins:${own!.placeCode}`);
  const others = await rowsOf<Person & { earlier: boolean }>(
    tx,
    `select * from (select distinct on (o."personId") o.*, (o.since, o.id) < ($3::timestamptz, $2::uuid) as earlier
       from (${FACES} where n.place_code = $1 and n.person_id <> $4) as o order by o."personId", o.since desc, o.id) as one
      where ended is distinct from 'twin' order by since, id`,
    [own!.placeCode, id, own!.since, own!.personId],
  );
  const alike = others.filter((other) => areAlike(own!, other)).slice(0, PAIRS_MOST);
  const waiting = alike.length > 0 ? await countWaiting(tx, own!) : 0;
  const made: TwinsId[] = [];
  for (const other of alike) {
    if (waiting + made.length >= PAIRS_MOST) break;
    if (await isKnown(tx, own!, other)) continue;
    const [first, later] = other.earlier ? [other.id, id] : [id, other.id];
    const twinsId = newId<'Twins'>();
    await tx.query(
      `insert into neighbours.twins (id, place_code, first_id, later_id, noticed_at) values ($1, $2, $3, $4, platform.now())`,
      [twinsId, own!.placeCode, first, later],
    );
    made.push(twinsId);
  }
  return made;
}

/** Pairs of somebody in this town about which nobody has decided. */
async function countWaiting(tx: Tx, { personId, placeCode }: Person): Promise<number> {
  const waiting = await rowsOf(
    tx,
    `select from neighbours.twins t join neighbours.neighbour f on f.id = t.first_id join neighbours.neighbour l on l.id = t.later_id
      where t.place_code = $2 and t.decision is null and $1 in (f.person_id, l.person_id)`,
    [personId, placeCode],
  );
  return waiting.length;
}

/** Whether the two are a pair of this town already. */
async function isKnown(tx: Tx, one: Person, other: Person): Promise<boolean> {
  const people = [one.personId, other.personId];
  const known = await rowsOf(
    tx,
    `select from neighbours.twins t join neighbours.neighbour f on f.id = t.first_id join neighbours.neighbour l on l.id = t.later_id
      where t.place_code = $2 and f.person_id = any($1) and l.person_id = any($1)`,
    [people, one.placeCode],
  );
  return known.length > 0;
}
