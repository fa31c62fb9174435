import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { type TwinsId, TwinsService } from '#libs/neighbours/src/index.js';
import type { Room } from './room.js';
import { asSuperuser } from './superuser.js';
import type { Town } from './town.js';

/** Notes two neighbours as looking like one person; the first came first. */
export async function noticedTwins(room: Room, pair: readonly PersonId[]): Promise<TwinsId> {
  const id = newId<'Twins'>();
  const sql = `insert into neighbours.twins (id, place_code, first_id, later_id, noticed_at)
    select $1, f.place_code, f.id, l.id, now() from neighbours.neighbour f, neighbours.neighbour l
     where f.person_id = $2 and l.person_id = $3`;
  await asSuperuser(room, (client) => client.query(sql, [id, ...pair]));
  return id;
}

/** The association and the operator say whether such two are one. */
export async function decidedTwins(
  room: Room,
  { president, operators }: Town,
  twinsId: TwinsId,
  decision: 'same' | 'different',
): Promise<void> {
  const id = newId<'Approval'>();
  await room.get(TwinsService).say({ id, twinsId, decision, reason: 'Îi cunosc.' }, president);
  await room.get(TwinsService).agree(id, operators[0]);
}
