import type { BodyId } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

/** Whoever changes who belongs to a body, or by what rule it votes, goes one after the other until the transaction ends. */
export async function lockBody(tx: Tx, bodyId: BodyId): Promise<void> {
  await tx.query('select 1 from hometowns.body where id = $1 for no key update', [bodyId]);
}
