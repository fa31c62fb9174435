import { newId } from '#libs/kernel/src/index.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of news: published, followed, hidden; and of the election periods in which they keep to the work. */
export async function runNews({ town, run, project }: Pick<Lent, 'town' | 'run'> & { project: string }): Promise<void> {
  const [{ mayor, president, operators }, period, updateId] = [town, newId(), newId()];
  await run('put /projects/{id}/updates/{updateId}', mayor, { id: project, updateId });
  await run('put /updates/{id}/hiding', operators[0], { id: updateId });
  await run('put /projects/{id}/follow', president, { id: project });
  await run('delete /projects/{id}/follow', president, { id: project });
  await run('put /neutral-periods/{id}', operators[0], { id: period });
  await run('delete /neutral-periods/{id}', operators[0], { id: period });
}
