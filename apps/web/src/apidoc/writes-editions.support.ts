import { newId } from '#libs/kernel/src/index.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of an edition: one is given up, another written anew, published by two and retired. */
export async function runEditions({ town, run, decided }: Lent): Promise<void> {
  const [[first, second], given, id] = [town.operators, newId(), newId()];
  await run('put /operator/programmes/{id}', first, { id: given });
  await run('delete /operator/programmes/{id}', first, { id: given });
  await run('put /operator/programmes/{id}', first, { id });
  await decided(await run('post /operator/programmes/{id}/publication', first, { id }), second);
  await run('post /operator/programmes/{id}/retirement', second, { id });
}
