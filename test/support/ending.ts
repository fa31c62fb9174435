import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import type { Room } from './room.js';
import { asSuperuser } from './superuser.js';
import type { Town } from './town.js';

/** All members of a town's association vote that it ends, and two sign that; its days pass for it alone. */
export async function decideTheEnd(
  room: Pick<Room, 'get' | 'db' | 'drain'>,
  { associationId, president, inspector, members }: Town,
): Promise<void> {
  const id = newId<'Assembly'>();
  const [agenda, assemblies] = [room.get(AgendaService), room.get(AssembliesService)];
  await agenda.prepare(associationId, { id, opensOn: null }, president);
  await agenda.add(id, { id: newId<'AgendaItem'>(), kind: 'dissolution' }, president);
  await assemblies.call(id, president);
  await room.db.rows(`update assemblies.assembly set called_at = called_at - interval '9 days', opens_on = opens_on - 9 where id = $1`, [id]); // prettier-ignore
  await room.get(Courier).run('assemblies.open');
  const [point] = (await room.get(AssembliesQueries).find(id))!.items;
  for (const one of [president, inspector, ...members])
    await room.get(VotesService).cast(point!.voteId!, 'yes', null, one);
  await asSuperuser(room, (client) => client.query(`update voting.vote set opens_at = opens_at - interval '30 days', closes_at = closes_at - interval '30 days' where association_id = $1 and state = 'open'`, [associationId])); // prettier-ignore
  await room.get(Courier).run('voting.close');
  await room.drain();
  for (const one of [president, inspector]) await assemblies.sign(id, one);
}
