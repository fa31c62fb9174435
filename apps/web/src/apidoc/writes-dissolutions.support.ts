import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import type { Town } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of the end of an association: another is asked, declines, is not asked any more, agrees; two of the operator's end it. */
export async function runDissolution(
  { web, run, decided }: Pick<Lent, 'web' | 'run' | 'decided'>,
  town: Town,
  other: Town,
): Promise<void> {
  await meetAboutTheEnd(web, town);
  const [id, { president }] = [town.associationId, town];
  const offer = async () => {
    const successionId = newId();
    await run('put /bodies/{id}/dissolution/successions/{successionId}', president, { id, successionId }, { successorId: other.associationId }); // prettier-ignore
    return successionId;
  };
  await run('post /successions/{id}/refusal', other.president, { id: await offer() });
  await run('delete /bodies/{id}/dissolution/successions/{successionId}', president, { id, successionId: await offer() }); // prettier-ignore
  await run('put /successions/{id}/agreement', other.president, { id: await offer() });
  await decided(await run('post /bodies/{id}/dissolution', town.operators[0], { id }), town.operators[1]);
}

/** All of its members vote that it ends, and two sign that. */
async function meetAboutTheEnd(web: Lent['web'], { associationId, president, inspector, members }: Town): Promise<void> {
  const id = newId<'Assembly'>();
  const [agenda, assemblies] = [web.get(AgendaService), web.get(AssembliesService)];
  await agenda.prepare(associationId, { id, opensOn: null }, president);
  await agenda.add(id, { id: newId<'AgendaItem'>(), kind: 'dissolution' }, president);
  await assemblies.call(id, president);
  await web.db.rows(`update assemblies.assembly set called_at = called_at - interval '9 days', opens_on = opens_on - 9 where id = $1`, [id]); // prettier-ignore
  await web.get(Courier).run('assemblies.open');
  const [point] = (await web.get(AssembliesQueries).find(id))!.items;
  for (const one of [president, inspector, ...members]) await web.get(VotesService).cast(point!.voteId!, 'yes', null, one);
  await web.db.rows(`update voting.vote set opens_at = opens_at - interval '30 days', closes_at = closes_at - interval '30 days' where association_id = $1`, [associationId]); // prettier-ignore
  await web.get(Courier).run('voting.close');
  await web.drain();
  for (const one of [president, inspector]) await assemblies.sign(id, one);
}
