import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform/src/index.js';
import { DisputeBooks, PublicWordsService } from '#libs/pledges/src/index.js';
import type { FundGiftId } from './fund-gift.entity.js';
import { keepGift, lockGift } from './fund.lock.js';

/** What donors' banks take back of gifts to a fund: acts 32, 33, 34 and 37 against its purse. */
@Injectable()
export class FundDisputesService {
  constructor(
    private readonly books: DisputeBooks,
    private readonly words: PublicWordsService,
  ) {}

  /** Does what is to be done about a dispute now. */
  async look(tx: Tx, giftId: FundGiftId, disputeId: string): Promise<void> {
    const { gift } = await lockGift(tx, giftId);
    if (!(await this.books.look(tx, disputeId, gift, gift.placeCode))) return;
    await keepGift(tx, gift);
    await this.words.stand(tx, gift.id, gift.state === 'counted');
  }

  /** Looks again at every dispute that is not in the books as far as it has come. */
  async lookDue(): Promise<void> {
    await this.books.lookDue<FundGiftId>('fund-gift', (tx, giftId, id) => this.look(tx, giftId, id));
  }
}
