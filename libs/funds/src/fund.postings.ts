import { account, into, type Journal, tagged } from '#libs/ledger/src/index.js';
import type { ChargeId } from '#libs/payments/src/index.js';
import { purseOf } from '#libs/pledges/src/index.js';
import type { FundGift } from './fund-gift.entity.js';

// Every movement of money that a town's fund causes stands here, numbered as the acts of the ledger's policy.
/** The key of the journal by which a gift to a fund counts: a month of a plan has one, however often it was asked. */
export const fundCountedKey = ({ id, planId, month }: Pick<FundGift, 'id' | 'planId' | 'month'>): string =>
  planId ? `plan:${planId}:${month}:counted` : `fund-gift:${id}:counted`;

/** Acts 19, 10 and 20, with 11: a card was charged; the town's purse gets the gift in lei at the rate of its day. */
export function fundGiftCounted(gift: FundGift, chargeId: ChargeId): Journal {
  const from = account('held', 'stripe', 'clearing', gift.currency);
  const cover = account('held', 'operator', 'fee-cover', gift.currency);
  return {
    key: fundCountedKey(gift),
    kind: 'fund.counted',
    postings: tagged({ gift: gift.id }, [
      ...into(from, purseOf(gift.placeCode), gift.gift, gift.lei),
      { debit: from, credit: cover, amount: gift.cover },
    ]),
    ref: { gift: gift.id, charge: chargeId },
  };
}
