import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type Currency, Money, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { GiftsBack, mustNotBeDisputed, PublicWordsService } from '#libs/pledges/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { giftUnknown, keepGift, lockGift } from './fund.lock.js';

/** What the operator asks to give back. The approval's id is the caller's: asking again is answered like the first time. */
export interface AskFundRefund {
  readonly approvalId: ApprovalId;
  readonly giftId: FundGiftId;
  /** In the donor's currency; null: all that is left. */
  readonly amount: Money | null;
  /** For the file, up to 500 characters. */
  readonly reason: string;
}

interface Wish {
  readonly giftId: FundGiftId;
  readonly minor: string;
  /** All that was left was asked. */
  readonly whole: boolean;
  readonly currency: Currency;
  readonly reason: string;
}

const REASON_MAX = 500;

/** Money of a town's fund back to its donors, while it is free in the purse, with two signatures of the operator. */
@Injectable()
export class FundRefundsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly back: GiftsBack,
    private readonly words: PublicWordsService,
  ) {}

  /** The first signature. Throws `not-found` unless staff, `refund-amount` (param `left`), `gift-disputed`, `reason`, `approval-waiting`, `id-taken`. */
  async ask({ approvalId, giftId, amount, reason }: AskFundRefund, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > REASON_MAX) throw refuseFields({ pointer: '/reason', code: 'reason' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // The lock goes before the look: the same sent twice at once is one question.
      const { gift: locked } = await lockGift(tx, giftId);
      const wish = await this.wishOf(tx, approvalId);
      if (wish) return mustRepeat(wish, { giftId, amount, reason: text });
      await mustNotBeDisputed(tx, locked);
      const { gift } = locked.back(amount);
      await this.approvals.ask(tx, {
        ...{ id: approvalId, kind: 'fund-refund', subject: `fund-gift:${giftId}`, office: 'operator', by },
        payload: { amount: gift.toString(), currency: gift.currency },
      });
      await tx.query(
        'insert into funds.refund_wish (approval_id, gift_id, amount_minor, whole, reason, at) values ($1, $2, $3, $4, $5, platform.now())',
        [approvalId, giftId, gift.minor.toString(), amount === null, text],
      );
    });
  }

  /**
   * The second signature: owes the money back and sends it. Throws `not-found`, `second-person-needed`, `approval-decided`,
   * `refund-amount` when it is not there any more, `gift-disputed`, `not-enough` when the purse has not that much free.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<RefundId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const wish = await this.wishOf(tx, approvalId);
      if (!wish) throw unasked();
      const { gift } = await lockGift(tx, wish.giftId);
      await mustNotBeDisputed(tx, gift);
      await this.approvals.give(tx, approvalId, by);
      const amount = Money.ofMinor(BigInt(wish.minor), wish.currency);
      const refundId = await this.back.owe(tx, gift, { amount, why: 'asked', reason: wish.reason, approvalId, by });
      await keepGift(tx, gift);
      await this.words.stand(tx, gift.id, gift.state === 'counted');
      return refundId;
    });
  }

  /** The second person says no. Throws as `confirm`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (!(await this.wishOf(tx, approvalId))) throw unasked();
      await this.approvals.refuse(tx, approvalId, by, reason);
    });
  }

  /** A gift for the operator's desk. Throws `not-found` unless staff, `fund-gift-unknown`. */
  async find(giftId: FundGiftId, by: PersonId): Promise<FundGift> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const gift = await tx.findOneBy(FundGift, { id: giftId });
      if (!gift) throw giftUnknown();
      return gift;
    });
  }

  private async wishOf(tx: Tx, approvalId: ApprovalId): Promise<Wish | undefined> {
    const [wish] = await rowsOf<Wish>(
      tx,
      `select w.gift_id as "giftId", w.amount_minor as minor, w.whole, g.currency, w.reason
         from funds.refund_wish w join funds.gift g on g.id = w.gift_id where w.approval_id = $1`,
      [approvalId],
    );
    return wish;
  }
}

/** All that is left and a sum are two questions, also when they come to the same. */
function mustRepeat(wish: Wish, { giftId, amount, reason }: Omit<AskFundRefund, 'approvalId'>): void {
  const sum = wish.whole ? null : Money.ofMinor(BigInt(wish.minor), wish.currency);
  const same = sum && amount ? amount.equals(sum) : amount === sum;
  if (wish.giftId !== giftId || !same || wish.reason !== reason)
    throw refuse('conflict', 'id-taken', 'The id of this request was used for another.');
}

function unasked(): Error {
  return refuse('not-found', 'not-found', 'No such request.');
}
