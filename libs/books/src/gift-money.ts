import type { Money, PledgeId } from '#libs/kernel/src/index.js';

/** The places where a gift's money may be, in the order in which it goes; what was released is not spent, what is spent is not proven. */
export const GIFT_PLACES = ['promised', 'held', 'released', 'spent', 'proven'] as const;
export type GiftPlace = (typeof GIFT_PLACES)[number];

/** What is no longer with the project: back with the donor or his bank, with the town's next need, or gone for a loss. */
export const GIFT_ENDS = ['returned', 'moved', 'covering'] as const;
export type GiftEnd = (typeof GIFT_ENDS)[number];

/** Where the lei of one gift are: each is in one place, so the places add up to the gift. */
export interface GiftMoney extends Readonly<Record<GiftPlace | GiftEnd, Money>> {
  readonly pledgeId: PledgeId;
  /** When it came there, or when the project's money last did; null for a place that none of it has reached. */
  readonly at: Readonly<Record<GiftPlace | GiftEnd, Date | null>>;
}
