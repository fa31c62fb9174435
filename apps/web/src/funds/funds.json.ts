import type { FundGift, Plan, PublicFundGift } from '#libs/funds/src/index.js';

/** A gift to a fund as its donor sees it by API. */
export type FundGiftJson = Pick<
  FundGift,
  'id' | 'ref' | 'placeCode' | 'state' | 'month' | 'gift' | 'cover' | 'lei' | 'receiptCode' | 'madeAt' | 'countedAt' | 'repairUntil' | 'failure'
> & { readonly rate: { readonly perUnit: string; readonly source: string; readonly on: string } }; // prettier-ignore

/** A gift to a fund as its donor sees it by API. */
export function fundGiftJson(one: FundGift): FundGiftJson {
  const { id, ref, placeCode, state, month, gift, cover, lei, receiptCode, madeAt, countedAt, repairUntil, failure } = one;
  const rate = { perUnit: one.rate, source: one.rateSource, on: one.rateOn };
  return { id, ref, placeCode, state, month, gift, cover, lei, rate, receiptCode, madeAt, countedAt, repairUntil, failure };
} // prettier-ignore

/** A monthly gift as its donor sees it by API. */
export type PlanJson = Pick<
  Plan,
  'id' | 'ref' | 'placeCode' | 'state' | 'gift' | 'cover' | 'day' | 'nextOn' | 'madeAt' | 'endedAt' | 'endedWhy'
>;

/** A monthly gift as its donor sees it by API. */
export function planJson({ id, ref, placeCode, state, gift, cover, day, nextOn, madeAt, endedAt, endedWhy }: Plan): PlanJson {
  return { id, ref, placeCode, state, gift, cover, day, nextOn, madeAt, endedAt, endedWhy };
} // prettier-ignore

/** A gift to a fund as the API shows it to everybody. */
export function publicFundGiftJson({ key, ...gift }: PublicFundGift): Omit<PublicFundGift, 'key'> {
  void key;
  return gift;
}
