import { buy, type Run } from './buying.js';
import { type Election, type Roll } from './election.js';
import { guesser } from './guess.js';

/** How the endowment grows: by whole units until too much is bought (`add1`), also until nothing more fits (`ei`). */
export type Growth = 'none' | 'add1' | 'add1ei';

/** Where the growth ended. */
export interface Grown {
  readonly run: Run;
  /** What all voters together were given to spend, in the smallest unit. */
  readonly start: bigint;
  readonly steps: number;
}

/**
 * Equal Shares with its endowment (README.md of this room, steps 1 to 8). Yields the step it is at, so that whoever counts
 * can let others work in between. Each step is decided exactly: in floats where their error cannot matter, else in
 * fractions; the last one always in fractions.
 */
export function* equalShares(election: Election, roll: Roll, growth: Growth): Generator<number, Grown> {
  const { budget, unit } = election;
  const all = BigInt(roll.voters);
  const first = growth === 'add1ei' && roll.voters > 0 ? (budget / (all * unit)) * unit * all : budget;
  const startOf = (step: number) => first + BigInt(step) * unit * all;
  if (growth === 'none' || roll.voters === 0) return { run: buy(election, roll, first), start: first, steps: 0 };
  const guess = guesser(election, roll);
  const exactly = (step: number) => placesOf(buy(election, roll, startOf(step)));
  let step = 0;
  for (let last = false; !last;) {
    const guessed = guess(Number(startOf(step)));
    const bought = guessed?.bought ?? exactly(step);
    if (costOf(election, bought) > budget && costOf(election, exactly(step)) > budget) {
      step -= 1;
      break;
    }
    last = isDone(election, roll, growth, bought);
    yield step;
    if (!last) step += 1 + stepsBelow(guessed?.sameBelow ?? 0, Number(unit));
  }
  return { run: buy(election, roll, startOf(step)), start: startOf(step), steps: step };
}

/** How many steps after this one end like it, for sure: all that stay below `sameBelow`. */
function stepsBelow(sameBelow: number, unit: number): number {
  return Number.isFinite(sameBelow) ? Math.max(0, Math.ceil(sameBelow / unit) - 2) : 0;
}

function isDone({ budget, options }: Election, { votes }: Roll, growth: Growth, bought: readonly number[]): boolean {
  const has = new Set(bought);
  const left = budget - bought.reduce((sum, place) => sum + options[place]!.cost, 0n);
  const open = options.filter((_, place) => votes[place]! > 0 && !has.has(place));
  return growth === 'add1ei' ? open.every(({ cost }) => cost > left) : open.length === 0;
}

function costOf({ options }: Election, places: readonly number[]): bigint {
  return places.reduce((sum, place) => sum + options[place]!.cost, 0n);
}

function placesOf({ purchases }: Run): number[] {
  return purchases.map(({ place }) => place);
}
