import { Money, type TrancheId } from '#libs/kernel/src/index.js';

/** A planned tranche with what the sum needs. */
export interface Part {
  readonly id: TrancheId;
  readonly number: number;
  readonly shareBp: number | null;
}

/** The people's money when a tranche is asked for. */
export interface Pot {
  /** Left in the claim and not reserved. */
  readonly free: Money;
  /** Everything the people have brought: what is left and what has already gone out. */
  readonly whole: Money;
}

/**
 * What a tranche comes to: its share of all the people's money, rounded down to the ban; the last one takes what is
 * left, so that nothing stays behind. Never more than is free.
 */
export function trancheAmount(tranche: Part, all: readonly Part[], { free, whole }: Pot): Money {
  const last = all.every(({ number }) => number <= tranche.number);
  if (last) return free;
  return Money.lei((whole.minor * BigInt(tranche.shareBp ?? 0)) / 10_000n).min(free);
}
