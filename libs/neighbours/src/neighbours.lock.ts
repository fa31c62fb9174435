import type { PersonId } from '#libs/kernel/src/index.js';
import { hold, type Tx } from '#libs/platform/src/index.js';

/** One after the other for a person and a town: twenty presses of one button make one neighbour. */
export async function holdNeighbour(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
  await hold(tx, `neighbour:${placeCode}:${by}`);
}
