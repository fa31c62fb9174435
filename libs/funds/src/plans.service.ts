import { Injectable } from '@nestjs/common';
import { civilDate, type Money, newId, refuse } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Access, type Paths } from '#libs/pledges/src/index.js';
import { FundAccess } from './fund-access.service.js';
import type { FundGiftId } from './fund-gift.entity.js';
import { FundGivingService } from './fund-giving.service.js';
import { keepGift, keepPlan, lockGift, lockPlan } from './fund.lock.js';
import { planChanged } from './funds.events.js';
import { FundPages } from './fund-pages.js';
import { InstalmentsService } from './instalments.service.js';
import { monthOf } from './months.js';
import type { Plan, PlanId } from './plan.entity.js';

/** What a donor can do with a monthly gift at any time, with or without an account. */
@Injectable()
export class PlansService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: FundAccess,
    private readonly giving: FundGivingService,
    private readonly instalments: InstalmentsService,
    private readonly checkouts: CheckoutsService,
    private readonly pages: FundPages,
    private readonly outbox: Outbox,
  ) {}

  /** Nothing is charged until it goes on; a month that is not paid is let go. Again does nothing. Throws `plan-unknown`, `plan-state`. */
  async pause(id: PlanId, access: Access): Promise<void> {
    await this.change(id, access, async (tx, plan) => {
      if (plan.state === 'paused') return;
      await keepPlan(tx, plan.become('paused'));
      await this.instalments.giveUp(tx, plan);
    });
  }

  /** Goes on, on its day of the month. Again does nothing. Throws `plan-unknown`, `plan-state`. */
  async resume(id: PlanId, access: Access): Promise<void> {
    await this.change(id, access, async (tx, plan) => {
      if (plan.state === 'active') return;
      const today = civilDate(await this.clock.now(tx));
      const sql = 'select 1 from funds.gift where plan_id = $1 and month = $2';
      const asked = (await rowsOf(tx, sql, [id, monthOf(today)])).length > 0;
      await keepPlan(tx, plan.resume(today, asked));
      await this.outbox.add(tx, planChanged('resumed', plan));
    });
  }

  /** Another sum from the next month on, in the same currency. Throws `plan-unknown`, `plan-state`, and as `FundGivingService.requote`. */
  async changeSum(
    id: PlanId,
    access: Access,
    { amount, coverFee }: { amount: Money; coverFee: boolean },
  ): Promise<void> {
    await this.access.plan(id, access);
    const { fee } = await this.giving.requote({ amount, coverFee });
    await this.change(id, access, async (tx, plan) => {
      mustRun(plan);
      if (amount.currency !== plan.currency)
        throw refuse('invalid', 'plan-currency', 'A monthly gift keeps its currency.', { currency: plan.currency });
      const before = plan.gross;
      await keepPlan(tx, Object.assign(plan, { amountMinor: amount.minor, coverMinor: coverFee ? fee.minor : 0n }));
      if (!plan.gross.equals(before)) await this.outbox.add(tx, planChanged('sum', plan, before.minor));
    });
  }

  /** Ends it: nothing is charged any more and the card is forgotten. Again does nothing. Throws `plan-unknown`. */
  async stop(id: PlanId, access: Access): Promise<void> {
    await this.change(id, access, async (tx, plan) => {
      if (plan.state === 'abandoned') plan.become('started');
      if (plan.state !== 'ended') await this.instalments.end(tx, plan, 'donor');
    });
  }

  /** The page on which another card is saved; a month that was declined is charged with it. Throws `plan-unknown`, `plan-state`, `payments-unavailable`. */
  async newCard(id: PlanId, access: Access, paths: Paths): Promise<string> {
    const page = newId<'Checkout'>();
    await this.change(id, access, async (tx, plan) => {
      mustRun(plan);
      if (plan.checkoutId) await this.checkouts.expire(tx, plan.checkoutId);
      await this.pages.toSave(tx, plan, { id: page, paths });
      await keepPlan(tx, Object.assign(plan, { checkoutId: page }));
    });
    return this.checkouts.urlOf(page);
  }

  /**
   * The page on which a month that the bank declined is paid at once, with any card. Throws `plan-unknown`, `fund-gift-unknown`,
   * `fund-gift-state`, `repair-over`, `payments-unavailable`.
   */
  async payMonth(id: PlanId, access: Access, { giftId, paths }: { giftId: FundGiftId; paths: Paths }): Promise<string> {
    const page = newId<'Checkout'>();
    const open = await this.change(id, access, async (tx) => {
      const { gift } = await lockGift(tx, giftId);
      if (gift.planId !== id || gift.state !== 'declined')
        throw refuse('conflict', 'fund-gift-state', `A month that is ${gift.state} is not to be paid.`);
      if ((await this.clock.now(tx)) >= gift.repairUntil!)
        throw refuse('conflict', 'repair-over', 'The seven days are over.');
      if (gift.checkoutId) await this.checkouts.expire(tx, gift.checkoutId);
      await this.pages.toPay(tx, gift, { id: page, paths });
      await keepGift(tx, Object.assign(gift, { checkoutId: page }));
      return page;
    });
    return this.checkouts.urlOf(open);
  }

  private async change<Result>(
    id: PlanId,
    access: Access,
    work: (tx: Tx, plan: Plan) => Promise<Result>,
  ): Promise<Result> {
    await this.access.plan(id, access);
    return this.db.transaction(async (tx) => work(tx, await lockPlan(tx, id)));
  }
}

function mustRun({ state }: Plan): void {
  if (state !== 'active' && state !== 'paused')
    throw refuse('conflict', 'plan-state', `A monthly gift that is ${state} cannot be changed.`);
}
