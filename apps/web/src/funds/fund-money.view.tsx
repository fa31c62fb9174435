import type { FundMoney } from '#libs/books/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Where the lei of one gift to a fund are: the places that have some of it, each with its sum. */
export function fundPlaces({ say, money }: Reading, places: FundMoney) {
  return (['held', 'used', 'covering'] as const)
    .filter((place) => places[place].isPositive())
    .map((place) => [say(`fund.place.${place}`), money(places[place])] as const);
}
