import type { Money } from '#libs/kernel/src/index.js';
import { type Rate, type RateOfDay, toLei } from '#libs/rates/src/index.js';
import { cardFee, feeCover, largestByCard, mustFitCard, smallestByCard } from './card-amounts.js';

/** What a gift by card costs its donor and brings the project, before he pays. All sums in his currency but `lei`. */
export interface Quote {
  readonly gift: Money;
  /** What covering the card's fee adds. */
  readonly fee: Money;
  /** What is charged: with the fee only when he covers it. */
  readonly total: Money;
  /** The gift at the rate, as it will be counted. */
  readonly lei: Money;
  readonly rate: Rate;
  readonly smallest: Money;
  readonly largest: Money;
}

/** A quote at a rate that may be too old for a new gift. */
export interface Requote extends Quote {
  readonly rate: RateOfDay;
}

/**
 * The quote of a gift at a rate; `feeRate` is that of `feeRateIn`. Throws `amount-max` when
 * the gift with its fee is more than a card can be charged at once.
 */
export function quoteOf(
  gift: Money,
  { coverFee, rate, feeRate }: { coverFee: boolean; rate: Rate; feeRate: Rate | null },
): Quote {
  const fee = feeCover(gift, cardFee(rate, feeRate));
  const total = coverFee ? gift.plus(fee) : gift;
  mustFitCard(total);
  return {
    gift,
    fee,
    total,
    lei: toLei(gift, rate),
    rate,
    smallest: smallestByCard(rate),
    largest: largestByCard(gift.currency),
  };
}
