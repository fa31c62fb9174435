import { newId } from '#libs/kernel/src/index.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of a town's board: joining, needs and their support, help, answers, what is the same, prices, what is hidden. */
export async function runNeeds({ town, run }: Pick<Lent, 'town' | 'run'>): Promise<void> {
  const [code, by, mayor] = [town.placeCode, town.members[0]!, town.mayor];
  await run('put /places/{code}/neighbours/me', by, { code });
  const [id, other] = [newId(), newId()];
  for (const needId of [id, other]) await run('put /places/{code}/needs/{needId}', by, { code, needId });
  await run('put /town-needs/{id}/support', by, { id });
  await run('delete /town-needs/{id}/support', by, { id });
  await run('put /town-needs/{id}/offers/{offerId}', by, { id, offerId: newId() });
  await run('put /town-needs/{id}/answers/{answerId}', mayor, { id, answerId: newId() });
  await run('put /town-needs/{id}/same', mayor, { id: other }, { into: id });
  await run('delete /town-needs/{id}/same', mayor, { id: other });
  await run('put /town-needs/{id}/hiding', town.operators[0], { id: other });
  await run('put /places/{code}/options/{optionId}', mayor, { code, optionId: newId() }, { needs: [id] });
  await run('delete /places/{code}/neighbours/me', by, { code });
}
