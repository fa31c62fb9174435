import type { Option } from './election.js';
import { precedence } from './election.js';

/**
 * Goes through the options by votes and takes each that still fits, beside what is bought already. Gives the places of
 * what it adds, in that order.
 */
export function fill(
  { budget, options }: { readonly budget: bigint; readonly options: readonly Option[] },
  votes: readonly number[],
  bought: readonly number[] = [],
): number[] {
  const has = new Set(bought);
  let left = budget - bought.reduce((sum, place) => sum + options[place]!.cost, 0n);
  const added: number[] = [];
  for (const place of options.map((_, index) => index).sort(precedence(options, votes))) {
    if (has.has(place) || options[place]!.cost > left) continue;
    left -= options[place]!.cost;
    added.push(place);
  }
  return added;
}
