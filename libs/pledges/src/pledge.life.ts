/**
 * By card and charged at once, by card and charged when the campaign has succeeded, by bank transfer, in cash to an
 * association's cashier, or by a message that the telephone bill pays.
 */
export type Way = 'card-now' | 'card-later' | 'transfer' | 'cash' | 'message';

/** Whether a card pays it: a page is opened for it, and what goes back goes to the card. */
export function isByCard(way: Way): boolean {
  return way === 'card-now' || way === 'card-later';
}

/** Whether somebody else brings the money to the bank: its giver has nothing more to do, and cannot take it back himself. */
export function isBrought(way: Way): boolean {
  return way === 'cash' || way === 'message';
}

/** What the donor wants when not everything is raised or the project falls: his money back, the smaller work, the town's next need. */
export const SHORTFALLS = ['return', 'smaller', 'next'] as const;
export type Shortfall = (typeof SHORTFALLS)[number];

/**
 * The life of one pledge. started: the form was sent, nothing promised; awaited: the money is on its way to the bank; promised: the
 * card is saved; charging; declined: seven days to repair it; counted: the money is held; moved: gone to the town's next
 * need; lost: the donor's bank took it back; abandoned: the payment page was left.
 */
export type PledgeState =
  | 'started'
  | 'abandoned'
  | 'awaited'
  | 'promised'
  | 'charging'
  | 'declined'
  | 'counted'
  | 'refunded'
  | 'moved'
  | 'lost'
  | 'lapsed'
  | 'withdrawn';

// Money that was taken in time and heard of late revives what had lapsed or been abandoned, and a lost dispute that is won after
// all what it took; nothing revives a withdrawal. A transfer that was counted by mistake leaves its gift awaited again.
const LIFE: Readonly<Record<PledgeState, readonly PledgeState[]>> = {
  started: ['promised', 'counted', 'abandoned', 'withdrawn', 'lapsed'],
  abandoned: ['started', 'promised', 'counted'],
  awaited: ['counted', 'withdrawn', 'lapsed'],
  promised: ['charging', 'withdrawn', 'lapsed'],
  charging: ['counted', 'declined', 'lapsed'],
  declined: ['charging', 'counted', 'lapsed'],
  counted: ['refunded', 'moved', 'lost', 'awaited'],
  refunded: ['counted', 'moved'],
  moved: ['counted', 'lost'],
  lost: ['counted', 'moved'],
  lapsed: ['promised', 'counted'],
  withdrawn: [],
};

const OVER: readonly PledgeState[] = ['refunded', 'moved', 'lost', 'lapsed', 'withdrawn'];

/** Whether nothing more becomes of a pledge by itself: what its donor chose for a shortfall is of no use any more. */
export function isOver(state: PledgeState): boolean {
  return OVER.includes(state);
}

/** Every state, in the order of a pledge's life. */
export const PLEDGE_STATES = Object.keys(LIFE) as PledgeState[];

/** Whether a pledge may go from one state to another. */
export function mayBecome(from: PledgeState, to: PledgeState): boolean {
  return LIFE[from].includes(to);
}
