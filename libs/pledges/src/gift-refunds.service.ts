import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Currency, Money, type PersonId, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { mustNotBeDisputed, mustNotBeShared } from './disputed.js';
import { GiftsBack } from './gifts-back.service.js';
import { MatchesService } from './matches.service.js';
import { Pledge } from './pledge.entity.js';
import { requestEvent } from './pledge.events.js';
import { lockPledge, pledgeUnknown } from './pledge.lock.js';
import { beginSigning, grantRequest, refuseRequest } from './refund-request.js';
import { ReturningService } from './returning.service.js';

/** What the operator asks to give back. The approval's id is the caller's: asking again is answered like the first time. */
export interface AskRefund {
  readonly approvalId: ApprovalId;
  readonly pledgeId: PledgeId;
  /** In the donor's currency; null: all that is left. */
  readonly amount: Money | null;
  /** For the file, up to 500 characters. */
  readonly reason: string;
}

const REASON_MAX = 500;

/** Money back to donors, with two signatures of the operator. */
@Injectable()
export class GiftRefundsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly gate: CampaignGate,
    private readonly returning: ReturningService,
    private readonly back: GiftsBack,
    private readonly matches: MatchesService,
    private readonly trail: Trail,
    private readonly outbox: Outbox,
  ) {}

  /** The first signature. Throws `not-found` unless staff, `refund-amount` (param `left`), `gift-disputed`, `reason`, `approval-waiting`, `id-taken`. */
  async ask({ approvalId, pledgeId, amount, reason }: AskRefund, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > REASON_MAX) throw refuseFields({ pointer: '/reason', code: 'reason' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // The lock goes before the look: the same sent twice at once is one question.
      const pledge = await lockPledge(tx, pledgeId);
      const wish = await this.wishOf(tx, approvalId);
      if (wish) return mustRepeat(wish, { pledgeId, amount, reason: text });
      await mustNotBeDisputed(tx, pledge);
      const { gift } = pledge.back(amount);
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: 'gift-refund',
        subject: `pledge:${pledgeId}`,
        office: 'operator',
        by,
        payload: { amount: gift.toString(), currency: gift.currency },
      });
      await tx.query(
        'insert into pledges.refund_wish (approval_id, pledge_id, amount_minor, whole, reason, at) values ($1, $2, $3, $4, $5, platform.now())',
        [approvalId, pledgeId, gift.minor.toString(), amount === null, text],
      );
      await beginSigning(tx, pledge, gift, approvalId);
    });
  }

  /**
   * The second signature: owes the money back and sends it. Throws `not-found`, `second-person-needed`, `approval-decided`,
   * `refund-amount` when it is not there any more, `gift-disputed`, `not-enough` when the claim has not that much free, `refund-shared` while
   * what is left of the project is being given back to everybody.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<RefundId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const wish = await this.wishOf(tx, approvalId);
      if (!wish) throw refuse('not-found', 'not-found', 'No such request.');
      // The gate, so that a campaign is never decided over money that is on its way out.
      await this.gate.enter(tx, wish.projectId);
      const pledge = await lockPledge(tx, wish.pledgeId);
      await mustNotBeShared(tx, wish.projectId);
      await mustNotBeDisputed(tx, pledge);
      await this.approvals.give(tx, approvalId, by);
      await grantRequest(tx, approvalId);
      const amount = Money.ofMinor(BigInt(wish.minor), wish.currency);
      const asked = { amount, why: 'asked', reason: wish.reason, approvalId, by } as const;
      const refundId = await this.returning.giveBack(tx, pledge, asked);
      await this.matches.follow(tx, pledge, 'refunded');
      return refundId;
    });
  }

  /** The second person says no. Throws as `confirm`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (!(await this.wishOf(tx, approvalId))) throw refuse('not-found', 'not-found', 'No such request.');
      await this.approvals.refuse(tx, approvalId, by, reason);
      const pledge = await refuseRequest(tx, approvalId, reason.trim());
      if (pledge) await this.outbox.add(tx, requestEvent('refused', pledge));
    });
  }

  /**
   * Tries a refund that a card refused once more; one signature, for two have already said where the money goes. Throws
   * `not-found` unless staff, `refund-not-waiting` when it is not failed or is being ordered from the bank.
   */
  async retry(refundId: RefundId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (!(await this.back.again(tx, refundId)))
        throw refuse('conflict', 'refund-not-waiting', 'This refund has not failed, or is on its way by bank.');
      await this.trail.add(tx, { actor: by, action: 'refund.retried', subject: `refund:${refundId}`, data: {} });
    });
  }

  /** Refunds that failed once are tried again by themselves a day later; returns how many. A second failure waits for a person. */
  async retryDue(): Promise<number> {
    return this.db.transaction(async (tx) => {
      const due = await rowsOf<{ id: RefundId }>(
        tx,
        `select id from pledges.gift_refund where state = 'failed' and tries = 1 and settled_minor = 0
            and failed_at <= platform.now() - interval '1 day'
            and not exists (select from pledges.open_dispute d where d.gift_id = coalesce(gift_refund.pledge_id, gift_refund.fund_gift_id)) order by failed_at limit 100 for update skip locked`,
      );
      let tried = 0;
      for (const { id } of due) tried += Number(await this.back.again(tx, id));
      return tried;
    });
  }

  /** A gift for the operator's desk. Throws `not-found` unless staff, `pledge-unknown`. */
  async find(pledgeId: PledgeId, by: PersonId): Promise<Pledge> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const pledge = await tx.findOneBy(Pledge, { id: pledgeId });
      if (!pledge) throw pledgeUnknown();
      return pledge;
    });
  }

  private async wishOf(tx: Tx, approvalId: ApprovalId): Promise<Wish | undefined> {
    const [wish] = await rowsOf<Wish>(
      tx,
      `select w.pledge_id as "pledgeId", p.project_id as "projectId", w.amount_minor as minor, w.whole, p.currency, w.reason
         from pledges.refund_wish w join pledges.pledge p on p.id = w.pledge_id where w.approval_id = $1`,
      [approvalId],
    );
    return wish;
  }
}

/** All that is left and a sum are two questions, also when they come to the same. */
function mustRepeat(wish: Wish, { pledgeId, amount, reason }: Omit<AskRefund, 'approvalId'>): void {
  const sum = wish.whole ? null : Money.ofMinor(BigInt(wish.minor), wish.currency);
  const same = sum && amount ? amount.equals(sum) : amount === sum;
  if (wish.pledgeId !== pledgeId || !same || wish.reason !== reason)
    throw refuse('conflict', 'id-taken', 'The id of this request was used for another.');
}

interface Wish {
  readonly pledgeId: PledgeId;
  readonly projectId: ProjectId;
  readonly minor: string;
  /** All that was left was asked. */
  readonly whole: boolean;
  readonly currency: Currency;
  readonly reason: string;
}
