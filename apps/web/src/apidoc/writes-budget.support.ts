import { newId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { plant } from '../../../../test/support/superuser.js';
import { roomOf } from '../../../../test/support/visitor.js';
import type { Asked, Lent } from './writes.support.js';

/** Runs the examples of a vote under a budget: prepared, taken back, prepared again and agreed to, voted in; its winner becomes a project. */
export async function runBudgetVote({
  web,
  town,
  run,
  decided,
}: Pick<Lent, 'web' | 'town' | 'run' | 'decided'>): Promise<void> {
  const [code, by, id] = [town.placeCode, town.members[0]!, town.townHallId];
  await run('put /places/{code}/neighbours/me', by, { code });
  const options: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    const [needId, optionId] = [newId(), newId()];
    await run('put /places/{code}/needs/{needId}', by, { code, needId });
    await run('put /places/{code}/options/{optionId}', town.mayor, { code, optionId }, { needs: [needId] });
    options.push(optionId);
  }
  const prepared = (voteId: string) => run<Asked>('put /bodies/{id}/budget-votes/{voteId}', town.mayor, { id, voteId }, { options }); // prettier-ignore
  await run('post /budget-votes/{id}/withdrawal', town.mayor, { id: (await prepared(newId())).approvalId });
  const asked = await prepared(newId());
  await decided(asked, town.president);
  await run('put /budget-votes/{id}/ballot', by, { id: asked.approvalId });
  await decided(
    await run<Asked>('put /budget-votes/{id}/papers/{paperId}', town.mayor, { id: asked.approvalId, paperId: newId() }),
    town.president,
  );
  await run('put /budget-votes/{id}/voidings/{voidingId}', town.mayor, { id: asked.approvalId, voidingId: newId() });
  const back = `opened_at = opened_at - interval '90 days', closes_at = closes_at - interval '90 days'`;
  await plant(roomOf(web), ['budgeting.vote'], [`update budgeting.vote set ${back} where id = '${asked.approvalId}'`]);
  await web.get(Courier).run('budgeting.close');
  await web.drain();
  const winner = { id: asked.approvalId, code: '01', projectId: newId() };
  await run('put /budget-votes/{id}/winners/{code}/projects/{projectId}', town.mayor, winner);
}
