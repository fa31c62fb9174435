/**
 * The life of one gift to a fund. started: the form was sent; abandoned: the payment page was left; charging: a month's
 * saved card is asked; declined: seven days to repair it; counted: the money is held; lapsed: that month came to nothing.
 */
export type FundGiftState =
  'started' | 'abandoned' | 'charging' | 'declined' | 'counted' | 'refunded' | 'lost' | 'lapsed';

/** started: its card is not saved yet; abandoned: the payment page was left. */
export type PlanState = 'started' | 'abandoned' | 'active' | 'paused' | 'ended';

// What was paid in time and heard of late revives what had been abandoned or had lapsed, and a lost dispute that is won after
// all what it took.
const GIFTS: Readonly<Record<FundGiftState, readonly FundGiftState[]>> = {
  started: ['counted', 'abandoned'],
  abandoned: ['started', 'counted'],
  charging: ['counted', 'declined', 'lapsed'],
  declined: ['charging', 'counted', 'lapsed'],
  counted: ['refunded', 'lost'],
  refunded: ['counted'],
  lost: ['counted'],
  lapsed: ['counted'],
};

const PLANS: Readonly<Record<PlanState, readonly PlanState[]>> = {
  started: ['active', 'abandoned', 'ended'],
  abandoned: ['started', 'active'],
  active: ['paused', 'ended'],
  paused: ['active', 'ended'],
  ended: [],
};

/** Whether a gift to a fund may go from one state to another. */
export function giftMayBecome(from: FundGiftState, to: FundGiftState): boolean {
  return GIFTS[from].includes(to);
}

/** Whether a plan may go from one state to another. */
export function planMayBecome(from: PlanState, to: PlanState): boolean {
  return PLANS[from].includes(to);
}
