import { newId } from '#libs/kernel/src/index.js';
import { fold, latinised, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { NeighbourId } from './neighbour.js';
import type { TwinReason } from './twins.js';

interface Face {
  readonly id: NeighbourId;
  readonly email: string | null;
  readonly name: string | null;
  readonly part: string | null;
}

const FACES = `select n.id, p.email, p.name, n.part from neighbours.neighbour n join identity.person p on p.id = n.person_id`;
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
  const [nameOf, partOf] = [(face: Omit<Face, 'id'>) => words(face.name), (face: Omit<Face, 'id'>) => words(face.part)];
  if (nameOf(one) && nameOf(one) === nameOf(other) && partOf(one) && partOf(one) === partOf(other))
    found.push('name-and-part');
  return found;
}

/** The words of a name in any order and alphabet: "Ion Rusu" and "Русу Ион" are the same. */
function words(text: string | null): string {
  return latinised(fold(text ?? ''))
    .split(' ')
    .sort()
    .join(' ');
}

/** Notes every neighbour of the same town who looks like this one. A pair that was decided is not asked about again. */
export async function noticeTwins(tx: Tx, id: NeighbourId): Promise<void> {
  const [own] = await rowsOf<Face & { placeCode: string; since: Date }>(
    tx,
    `${FACES.replace('n.part', 'n.part, n.place_code as "placeCode", n.since')} where n.id = $1`,
    [id],
  );
  // Two who come at once see each other: the second waits for the first.
  await tx.query('select pg_advisory_xact_lock(7022, hashtext($1))', [own!.placeCode]);
  const others = await rowsOf<Face & { earlier: boolean }>(
    tx,
    `${FACES.replace('n.part', 'n.part, (n.since, n.id) < ($3::timestamptz, $2::uuid) as earlier')}
      where n.place_code = $1 and n.until is null and n.id <> $2`,
    [own!.placeCode, id, own!.since],
  );
  for (const other of others) {
    const reasons = likeness(own!, other);
    if (reasons.length === 0) continue;
    const [first, later] = other.earlier ? [other.id, id] : [id, other.id];
    await tx.query(
      `insert into neighbours.twins (id, place_code, first_id, later_id, reasons, noticed_at)
       values ($1, $2, $3, $4, $5, platform.now())
       on conflict (first_id, later_id) do update set reasons = excluded.reasons where twins.decision is null`,
      [newId<'Twins'>(), own!.placeCode, first, later, reasons],
    );
  }
}
