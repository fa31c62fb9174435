import type { PersonId } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ROLL_DAYS, type Roll, TOWNS_MOST } from './neighbour.js';

/**
 * Whether somebody is on this roll of as many other towns already as one may be, or was not long ago: else one could vote on
 * the budgets of any number of towns. It stays so until the transaction ends.
 */
export async function isOfOthers(
  tx: Tx,
  { placeCode, by, roll }: { placeCode: string; by: PersonId; roll: Roll },
): Promise<boolean> {
  // Of two towns joined at once the second counts the first.
  await hold(tx, `towns-of:${by}`);
  // Whoever has changed his roll of a town was on the other one before: that is left too.
  const lately = `platform.now() - $4 * interval '1 day'`;
  const towns = await rowsOf(
    tx,
    `select distinct place_code from neighbours.neighbour where person_id = $1 and place_code <> $2
       and (roll = $3 or roll_since > greatest(since, ${lately})) and (until is null or until > ${lately})`,
    [by, placeCode, roll, ROLL_DAYS],
  );
  return towns.length >= TOWNS_MOST[roll];
}
