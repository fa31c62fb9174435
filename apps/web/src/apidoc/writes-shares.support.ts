import { newId } from '#libs/kernel/src/index.js';
import type { TownProject } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of co-funding: shares of the plan, help in kind, and the certificate of what people gave. */
export async function runShares(
  { town, run, seal }: Pick<Lent, 'town' | 'run'> & { seal: () => Promise<unknown> },
  { id, sources }: TownProject,
): Promise<void> {
  const shareId = newId();
  await run('put /projects/{id}/shares/{shareId}', town.mayor, { id, shareId }, { sourceId: sources[1] });
  await run('delete /projects/{id}/shares/{shareId}', town.mayor, { id, shareId: newId() }, { sourceId: sources[1] });
  await run('put /projects/{id}/in-kind/{shareId}', town.mayor, { id, shareId: newId() });
  await seal();
  await run('put /projects/{id}/certificates/{certificateId}', town.mayor, { id, certificateId: newId() });
}
