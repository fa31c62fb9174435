import { civilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import type { Given } from '../pledging/given.js';

/** What was given in one currency, and what of it has gone back by now, in whichever year. */
export interface YearSum {
  readonly came: Money;
  readonly gone: Money;
}

/** What a person has given in a civil year of Chișinău: gifts to projects and to funds whose money came in it, the oldest first. */
export interface YearOfGiving<Gift extends Given = Given> {
  readonly year: string;
  readonly gifts: readonly Gift[];
  /** In each currency in which was given, as it was given. */
  readonly own: readonly YearSum[];
  /** All of it in lei at each gift's own frozen rate. */
  readonly lei: YearSum;
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
  const own = [...new Set(gifts.map(({ currency }) => currency))].map((currency) =>
    gifts
      .filter((gift) => gift.currency === currency)
      .reduce((sum, { came, gone }) => plus(sum, { came, gone }), none(currency)),
  );
  const lei = gifts.reduce((sum, { cameLei, goneLei }) => plus(sum, { came: cameLei, gone: goneLei }), none('MDL'));
  return { year, gifts, own, lei };
}

function none(currency: Currency): YearSum {
  return { came: Money.zero(currency), gone: Money.zero(currency) };
}

function plus(one: YearSum, other: YearSum): YearSum {
  return { came: one.came.plus(other.came), gone: one.gone.plus(other.gone) };
}

function yearAt(at: Date): string {
  return civilDate(at).slice(0, 4);
}
