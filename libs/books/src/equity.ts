import { Money } from '#libs/kernel/src/index.js';
import type { CallMoney, Equity, EquityRow, Reserve } from '#libs/matching/src/index.js';

/** What towns on one side of the line have drawn from a call. */
export interface EquitySide {
  readonly towns: number;
  readonly projects: number;
  /** Guaranteed: earned by gifts that are held. */
  readonly drawn: Money;
  /** Possible: kept for promises. */
  readonly reserved: Money;
}

/** A sponsor's call with an equity reserve, and what became of it. */
export interface EquityUse extends Reserve, Equity {
  /** Its code. */
  readonly ref: string;
  readonly sponsor: string;
  readonly under: EquitySide;
  /** Towns that are not under the line, with those of which no figure is known. */
  readonly others: EquitySide;
}

/** The calls that have a reserve, in the order in which they come, with what projects drew from each. */
export function usesOf(calls: readonly CallMoney[], rows: readonly EquityRow[]): EquityUse[] {
  return calls.flatMap(({ id, ref, sponsor, reserve, equity }) => {
    if (!reserve || !equity) return [];
    const own = rows.filter(({ callId }) => callId === id);
    const side = (under: boolean) => sideOf(own.filter((row) => row.under === under));
    return [{ ref, sponsor, ...reserve, ...equity, under: side(true), others: side(false) }];
  });
}

function sideOf(rows: readonly EquityRow[]): EquitySide {
  const sum = (part: 'drawn' | 'reserved') => rows.reduce((all, row) => all.plus(row[part]), Money.lei(0n));
  return {
    towns: new Set(rows.map(({ placeCode }) => placeCode)).size,
    projects: rows.length,
    ...{ drawn: sum('drawn'), reserved: sum('reserved') },
  };
}
