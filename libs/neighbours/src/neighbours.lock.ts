import type { PersonId } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

/** One after the other for a person and a town: twenty presses of one button make one neighbour. */
export async function inTurn(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7021, hashtext($1 || $2))', [placeCode, by]);
}
