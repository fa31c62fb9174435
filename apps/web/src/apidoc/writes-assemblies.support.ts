import { AgendaService } from '#libs/assemblies/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { asSuperuser } from '../../../../test/support/superuser.js';
import type { Town } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of assemblies: one is dropped, one proposed and backed, one held and signed. */
export async function runAssemblies({ web, run }: Pick<Lent, 'web' | 'run'>, town: Town): Promise<void> {
  const { associationId, president, inspector, members } = town;
  const draft = async (by: typeof president) => {
    const [assemblyId, itemId] = [newId<'Assembly'>(), newId()];
    await run('put /bodies/{id}/assemblies/{assemblyId}', by, { id: associationId, assemblyId });
    await run('put /assemblies/{id}/items/{itemId}', by, { id: assemblyId, itemId });
    return { id: assemblyId, itemId };
  };
  const dropped = await draft(president);
  // A route has one example, and that of a point is a question.
  const election = { kind: 'officers', role: 'treasurer', candidate: members[0]!, years: 2 } as const;
  const itemId = newId<'AgendaItem'>();
  await web.get(AgendaService).add(dropped.id, { id: itemId, ...election }, president);
  await run('put /assemblies/{id}/items/{itemId}/candidature', members[0]!, { id: dropped.id, itemId });
  await run('delete /assemblies/{id}/items/{itemId}', president, dropped);
  await run('post /assemblies/{id}/calling-off', president, { id: dropped.id });
  const { id: proposed } = await draft(members[0]!);
  await run('post /assemblies/{id}/call', members[0]!, { id: proposed });
  const { id } = await draft(president);
  await run('post /assemblies/{id}/call', president, { id });
  await web.db.rows(`update assemblies.assembly set state = 'proposed', called_at = null, rule = null, number = null where id = $1`, [proposed]); // prettier-ignore
  await run('put /assemblies/{id}/backing', inspector, { id: proposed });
  await web.db.rows(`update assemblies.assembly set called_at = called_at - interval '9 days', opens_on = opens_on - 9 where id = $1`, [id]); // prettier-ignore
  await web.get(Courier).run('assemblies.open');
  await asSuperuser(roomOf(web), (client) => client.query(`update voting.vote set opens_at = opens_at - interval '30 days', closes_at = closes_at - interval '30 days' where association_id = $1 and state = 'open'`, [associationId])); // prettier-ignore
  await web.get(Courier).run('voting.close');
  await web.drain();
  await run('put /assemblies/{id}/signature', inspector, { id });
}
