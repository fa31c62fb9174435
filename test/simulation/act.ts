import { DomainError } from '#libs/kernel/src/index.js';
import type { SimulatedWorld } from './world.js';

/** The times of a story: the campaign, the works, and what comes after. */
export type Phase = 'giving' | 'spending' | 'ending';

/**
 * Something that people, banks, Stripe or machines may do, with how likely it is in each phase beside the others (left
 * out: never). Whatever it draws comes from the world's lots, so that the same seed tells the same story. What the
 * product refuses is no act: it throws the refusal on.
 */
export interface Act {
  readonly name: string;
  readonly likely: Partial<Record<Phase, number>>;
  readonly run: (world: SimulatedWorld) => Promise<void>;
}

/** Acts by their names: what they do, and how likely it is in each phase. */
export function acts(
  table: Readonly<Record<string, readonly [Act['run'], giving: number, spending: number, ending: number]>>,
): readonly Act[] {
  return Object.entries(table).map(([name, [run, giving, spending, ending]]) => ({
    name,
    likely: { giving, spending, ending },
    run,
  }));
}

/** What the product may refuse without an end to the act; whether it did not. */
export async function allowed(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

/** There is nothing to which this could happen. */
export function nothing(why: string): DomainError {
  return new DomainError('not-found', 'none', why);
}
