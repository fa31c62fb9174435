import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Room } from '../../../../test/support/room.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildTown } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of a joint project: another town hall is asked, agrees, leaves, is asked anew and not any more. Gives the draft. */
export async function runPartners({ town, run }: Pick<Lent, 'town' | 'run'>, room: Room): Promise<ProjectId> {
  const [id, partner] = [await draftStreetLight(room, town), await buildTown(room)];
  const { townHallId, associationId, mayor } = partner;
  const asked = { id, townHallId };
  await run('put /projects/{id}/partners/{townHallId}', town.mayor, asked);
  await run('post /projects/{id}/partners/{townHallId}/agreement', mayor, asked, { associationId });
  await run('post /projects/{id}/partners/{townHallId}/refusal', mayor, asked);
  await run('put /projects/{id}/partners/{townHallId}', town.mayor, asked);
  await run('delete /projects/{id}/partners/{townHallId}', town.mayor, asked);
  return id;
}
