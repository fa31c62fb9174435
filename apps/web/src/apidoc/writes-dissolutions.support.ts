import { newId } from '#libs/kernel/src/index.js';
import { decideTheEnd } from '../../../../test/support/ending.js';
import type { Town } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of the end of an association: another is asked, declines, is not asked any more, agrees; two of the operator's end it. */
export async function runDissolution(
  { room, run, decided }: Pick<Lent, 'room' | 'run' | 'decided'>,
  town: Town,
  other: Town,
): Promise<void> {
  await decideTheEnd(room, town);
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
