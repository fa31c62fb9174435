import { newId } from '#libs/kernel/src/index.js';
import type { Town } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of how an association is organised: its rule, statute, terms, chapters, declarations. */
export async function runOrganisation({ run, idOf }: Pick<Lent, 'run' | 'idOf'>, town: Town): Promise<void> {
  const { associationId: id, president, members } = town;
  await run('put /bodies/{id}/vote-rule', president, { id });
  const file = (await run<{ id: string }>('post /files', president)).id;
  await run('put /bodies/{id}/statutes/{statuteId}', president, { id, statuteId: newId() }, { file });
  const membershipId = await idOf('select id from hometowns.membership where person_id = $1', president);
  await run('put /bodies/{id}/terms/{membershipId}', president, { id, membershipId });
  const [chapterId, interestId] = [newId(), newId()];
  await run('put /bodies/{id}/chapters/{chapterId}', president, { id, chapterId }, { coordinator: members[0]! });
  await run('put /bodies/{id}/my-chapter', members[0]!, { id }, { chapterId });
  await run('delete /bodies/{id}/chapters/{chapterId}', president, { id, chapterId });
  await run('put /bodies/{id}/interests/{interestId}', members[0]!, { id, interestId });
  await run('delete /bodies/{id}/interests/{interestId}', members[0]!, { id, interestId });
}
