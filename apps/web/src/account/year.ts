import { civilDate, Money } from '#libs/kernel/src/index.js';
import type { Given } from '../pledging/given.js';

/** What a person has given in a civil year of Chișinău: gifts to projects and to funds whose money came in it, the oldest first. */
export interface YearOfGiving<Gift extends Given = Given> {
  readonly year: string;
  readonly gifts: readonly Gift[];
  /** In lei at each gift's own frozen rate: what came, and what of it has gone back by now, in whichever year. */
  readonly came: Money;
  readonly gone: Money;
}

/** The years in which money of these gifts came, the newest first. */
export function yearsOf(gifts: readonly Given[]): string[] {
  return [...new Set(gifts.flatMap(({ countedAt }) => (countedAt ? [yearAt(countedAt)] : [])))].sort().reverse();
}

/** One year of these gifts. */
export function yearOf<Gift extends Given>(all: readonly Gift[], year: string): YearOfGiving<Gift> {
  const gifts = all
    .filter(({ countedAt }) => countedAt && yearAt(countedAt) === year)
    .sort((one, other) => one.countedAt!.getTime() - other.countedAt!.getTime());
  const sum = (lei: (gift: Gift) => Money) => gifts.reduce((total, gift) => total.plus(lei(gift)), Money.lei(0n));
  return { year, gifts, came: sum(({ cameLei }) => cameLei), gone: sum(({ goneLei }) => goneLei) };
}

function yearAt(at: Date): string {
  return civilDate(at).slice(0, 4);
}
