import { Money } from '#libs/kernel/src/index.js';

/** What a campaign has when it is decided; all in lei. */
export interface CampaignStand {
  readonly model: 'all-or-nothing' | 'keep';
  readonly minimum: Money;
  /** Minimum and buffer together: what promises must reach, because some cards will be declined. */
  readonly threshold: Money;
  readonly promised: Money;
  readonly held: Money;
  /** The part of `held` whose donors did not ask to have it back when not everything is raised. */
  readonly heldToStay: Money;
  /** What people must still bring for the smallest agreed version; null when no version was agreed. */
  readonly smallestTier: Money | null;
}

/** collecting: cards are charged now; funded (perhaps smaller: who asked for it gets his money back); failed. */
export type Decision = 'collecting' | 'funded' | 'funded-smaller' | 'failed';

/** Whether an all-or-nothing campaign may be called a success: promises need the buffer, money that is held needs none. */
export function isReached(stand: CampaignStand): boolean {
  return stand.held.compare(stand.minimum) >= 0 || stand.held.plus(stand.promised).compare(stand.threshold) >= 0;
}

/** Decides a campaign at its closing. Every gift counts for the minimum; for less only those whose donors let it stay. */
export function decideAtClosing(stand: CampaignStand): Decision {
  if (stand.model === 'all-or-nothing') return isReached(stand) ? 'collecting' : 'failed';
  if (stand.held.isPositive() && stand.held.compare(stand.minimum) >= 0) return 'funded';
  const least = stand.smallestTier ?? Money.lei(1n);
  return stand.heldToStay.isPositive() && stand.heldToStay.compare(least) >= 0 ? 'funded-smaller' : 'failed';
}

/** Decides an all-or-nothing campaign after its cards were charged: below the minimum nothing is kept from anybody. */
export function decideAfterCollecting({ held, minimum }: Pick<CampaignStand, 'held' | 'minimum'>): Decision {
  return held.isPositive() && held.compare(minimum) >= 0 ? 'funded' : 'failed';
}
