import type { GiftMoney } from '#libs/books/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import type { FundProof } from '#libs/funds/src/index.js';
import type { Pledge, ReceiptProof } from '#libs/pledges/src/index.js';

/** A pledge as its donor sees it by API. */
export type PledgeJson = Pick<
  Pledge,
  'id' | 'ref' | 'projectId' | 'state' | 'way' | 'gift' | 'cover' | 'lei' | 'receiptCode' | 'madeAt' | 'repairUntil'
> & {
  /** The rate at which the gift counts: lei for one unit of its currency. */
  readonly rate: { readonly perUnit: string; readonly source: string; readonly on: string };
  /** The line of the budget for which it is, with the whole units that it pays for; null: the whole project. */
  readonly line: { readonly id: string; readonly units: number | null } | null;
  /** Several people's gift; null: one person's. */
  readonly pool: { readonly name: string; readonly people: number } | null;
};

/** A pledge as its donor sees it by API. */
export function pledgeJson(pledge: Pledge): PledgeJson {
  const { id, ref, projectId, state, way, gift, cover, lei, receiptCode, madeAt, repairUntil } = pledge;
  const rate = { perUnit: pledge.rate, source: pledge.rateSource, on: pledge.rateOn };
  const { lineId, units, poolName, poolPeople } = pledge;
  return {
    ...{ id, ref, projectId, state, way, gift, cover, lei, rate, receiptCode, madeAt, repairUntil },
    line: lineId && { id: lineId, units },
    pool: poolName === null ? null : { name: poolName, people: poolPeople! },
  };
}

/** What a receipt's code proves: of a gift to a project, or to the fund of a place. */
export type ReceiptJson = Omit<ReceiptProof, 'projectId'> & {
  readonly projectId: ReceiptProof['projectId'] | null;
  readonly placeCode: string | null;
};

/** Where the money of a gift is: lei by place, which add up to the gift, and when it came there. */
export function placesJson(places: GiftMoney): Omit<GiftMoney, 'pledgeId'> {
  const { promised, held, released, spent, proven, returned, moved, covering, at } = places;
  return { promised, held, released, spent, proven, returned, moved, covering, at };
}

/** What a receipt's code proves. Throws `not-found` for a code of no gift. */
export function receiptJson(pledge: ReceiptProof | null, fund: FundProof | null): ReceiptJson {
  const proof = pledge ?? fund;
  if (!proof) throw refuse('not-found', 'not-found', 'No gift has this code.');
  const { amount, lei, refunded, countedAt, state } = proof;
  const [projectId, placeCode] = [pledge?.projectId ?? null, pledge ? null : fund!.placeCode];
  const { pool, line } = pledge ?? { pool: null, line: null };
  return { projectId, placeCode, amount, lei, refunded, countedAt, state, pool, line };
}
