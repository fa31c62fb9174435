import { civilDate, Money } from '#libs/kernel/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';

/** What a person has given in a civil year of Chișinău: gifts whose money came in it, the oldest first. */
export interface YearOfGiving {
  readonly year: string;
  readonly gifts: readonly Pledge[];
  /** In lei at each gift's own frozen rate: what came, and what of it has gone back by now, in whichever year. */
  readonly came: Money;
  readonly gone: Money;
}

/** The years in which money of these gifts came, the newest first. */
export function yearsOf(gifts: readonly Pledge[]): string[] {
  return [...new Set(gifts.flatMap(({ countedAt }) => (countedAt ? [yearAt(countedAt)] : [])))].sort().reverse();
}

/** One year of these gifts. */
export function yearOf(all: readonly Pledge[], year: string): YearOfGiving {
  const gifts = all
    .filter(({ countedAt }) => countedAt && yearAt(countedAt) === year)
    .sort((one, other) => one.countedAt!.getTime() - other.countedAt!.getTime());
  const sum = (lei: (gift: Pledge) => Money) => gifts.reduce((total, gift) => total.plus(lei(gift)), Money.lei(0n));
  return { year, gifts, came: sum(({ cameLei }) => cameLei), gone: sum(({ goneLei }) => goneLei) };
}

function yearAt(at: Date): string {
  return civilDate(at).slice(0, 4);
}
