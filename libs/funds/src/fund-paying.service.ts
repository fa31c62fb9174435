import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type Charge, type ChargeId, ChargesService, type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js'; // prettier-ignore
import { Clock, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { GiftsBack, type Overpaid, PublicWordsService, PursesService, REPAIR_DAYS } from '#libs/pledges/src/index.js';
import type { FundGift, FundGiftId } from './fund-gift.entity.js';
import { keepGift, keepPlan, lockGift, lockPlan } from './fund.lock.js';
import { fundGiftCounted } from './fund.postings.js';
import { fundGiftEvent, planChanged, planEvent } from './funds.events.js';
import { InstalmentsService } from './instalments.service.js';
import type { Plan, PlanId } from './plan.entity.js';

const DAY = 86_400_000;

/**
 * What payments tell us of a fund's gifts and plans. Each is told any number of times, late and in any order: the rows are
 * locked, the plan before its months, and only what their lives allow is done.
 */
@Injectable()
export class FundPayingService {
  constructor(
    private readonly clock: Clock,
    private readonly checkouts: CheckoutsService,
    private readonly charges: ChargesService,
    private readonly ledger: LedgerService,
    private readonly back: GiftsBack,
    private readonly instalments: InstalmentsService,
    private readonly purses: PursesService,
    private readonly words: PublicWordsService,
    private readonly outbox: Outbox,
  ) {}

  /** A card was saved: the plan begins, as `InstalmentsService.begin`; or it has another card from now on. */
  async cardSaved(tx: Tx, planId: PlanId, checkoutId: CheckoutId): Promise<void> {
    const plan = await lockPlan(tx, planId);
    if (plan.cardId === checkoutId) return;
    if (plan.state === 'ended') return this.charges.releaseCard(tx, plan.owner);
    if (plan.state === 'active' || plan.state === 'paused') return this.anotherCard(tx, plan, checkoutId);
    await this.instalments.begin(tx, plan, checkoutId);
    await this.outbox.add(tx, planEvent('begun', plan));
  }

  /** Money was charged. It counts once and only when it was authorised in time; else it goes back whole (act 36). */
  async paid(tx: Tx, giftId: FundGiftId, chargeId: ChargeId): Promise<void> {
    const { gift, plan } = await lockGift(tx, giftId);
    if (gift.countedAt && gift.chargeId === chargeId) return;
    const charge = await this.charges.find(chargeId, tx);
    if (!charge) throw new Error(`payments tell of a charge ${chargeId} that is not there`);
    const wrong = refusalOf(gift, plan, charge);
    if (wrong) return this.overpaid(tx, gift, charge, wrong);
    if (!charge.amount.equals(gift.gross))
      throw new Error(`charge ${chargeId} is ${charge.amount.toString()}, gift ${gift.id} ${gift.gross.toString()}`);
    await this.ledger.post(tx, fundGiftCounted(gift.count(chargeId, await this.clock.now(tx)), chargeId));
    await this.charges.counted(tx, chargeId);
    await keepGift(tx, gift);
    await this.words.stand(tx, gift.planId ?? gift.id, true);
    await this.purses.received(tx, gift.placeCode);
    if (plan) await keepPlan(tx, Object.assign(plan, { lapsed: 0 }));
    await this.outbox.add(tx, fundGiftEvent('counted', gift));
  }

  /** The bank said no to a month: seven days to confirm it or to choose another card. */
  async chargeFailed(tx: Tx, giftId: FundGiftId, chargeId: ChargeId): Promise<void> {
    const { gift, plan } = await lockGift(tx, giftId);
    if (gift.state !== 'charging' || gift.chargeId !== chargeId) return;
    const now = await this.clock.now(tx);
    const charge = await this.charges.find(chargeId, tx);
    gift.decline(charge?.failure ?? null, new Date(now.getTime() + REPAIR_DAYS * DAY));
    await keepGift(tx, gift);
    // Who has stopped or paused meanwhile is asked for nothing.
    if (plan?.state !== 'active') return this.instalments.lapse(tx, gift, plan!);
    await this.outbox.add(tx, fundGiftEvent('declined', gift));
  }

  /** A payment page was left until it expired. */
  async giftPageExpired(tx: Tx, giftId: FundGiftId, checkoutId: CheckoutId): Promise<void> {
    const { gift } = await lockGift(tx, giftId);
    if (gift.state === 'started' && gift.checkoutId === checkoutId) await keepGift(tx, gift.become('abandoned'));
  }

  /** The page on which a plan's first card would have been saved was left. */
  async planPageExpired(tx: Tx, planId: PlanId, checkoutId: CheckoutId): Promise<void> {
    const plan = await lockPlan(tx, planId);
    if (plan.state === 'started' && plan.checkoutId === checkoutId) await keepPlan(tx, plan.become('abandoned'));
  }

  private async anotherCard(tx: Tx, plan: Plan, cardId: CheckoutId): Promise<void> {
    // Of two cards that were saved the later one counts, whichever we hear of first.
    const [mine, other] = [await this.checkouts.find(cardId, tx), await this.checkouts.find(plan.cardId!, tx)];
    const newest = mine!.savedAt! >= other!.savedAt! ? cardId : plan.cardId!;
    if (newest === cardId) await this.outbox.add(tx, planChanged('card', plan));
    await keepPlan(tx, Object.assign(plan, { cardId: newest }));
    await this.charges.releaseCard(tx, plan.owner, newest);
    const [waits] = await rowsOf<{ id: FundGiftId }>(
      tx,
      `select id from funds.gift where plan_id = $1 and state = 'declined' and repair_until > platform.now() order by month limit 1`,
      [plan.id],
    );
    if (!waits || plan.state !== 'active' || newest !== cardId) return;
    const { gift } = await lockGift(tx, waits.id);
    if (gift.checkoutId) await this.checkouts.expire(tx, gift.checkoutId);
    await this.instalments.ask(tx, gift, plan, newId<'Charge'>());
  }

  private async overpaid(tx: Tx, gift: FundGift, charge: Charge, why: Overpaid['why']): Promise<void> {
    if (gift.state === 'charging' && gift.chargeId === charge.id) await keepGift(tx, gift.lapse(charge.wantedAt));
    if (await this.back.overpaid(tx, gift, { chargeId: charge.id, why }))
      await this.outbox.add(tx, fundGiftEvent('overpaid', gift));
  }
}

/** Why a payment may not count; null when it does. */
function refusalOf(gift: FundGift, plan: Plan | null, charge: Charge): Overpaid['why'] | null {
  if (gift.countedAt) return 'second';
  const at = charge.authorisedAt ?? charge.wantedAt;
  if (plan?.endedAt && at >= plan.endedAt) return 'ended';
  return gift.state === 'lapsed' && !(gift.repairUntil && at < gift.repairUntil) ? 'late' : null;
}
