import { Injectable } from '@nestjs/common';
import { type CivilDate, civilDate, type Currency, newId } from '#libs/kernel/src/index.js';
import { type ChargeId, ChargesService, type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Database, insertOnce, inTurn, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { fresh, RatesService } from '#libs/rates/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { keepGift, keepPlan, lockGift, lockPlan } from './fund.lock.js';
import { fundGiftEvent, planEvent } from './funds.events.js';
import { monthOf } from './months.js';
import type { Plan, PlanId } from './plan.entity.js';

const BATCH = 100;
/** After so many months in a row that came to nothing a plan ends by itself. */
const LAPSES_MAX = 3;

/** The months of plans: charged on their day, given up when nobody has repaired them. */
@Injectable()
export class InstalmentsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly rates: RatesService,
    private readonly charges: ChargesService,
    private readonly checkouts: CheckoutsService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Its card is saved: the plan begins, and its first month is charged today or, as every later one, waits for a rate. The plan is
   * locked.
   */
  async begin(tx: Tx, plan: Plan, cardId: CheckoutId): Promise<void> {
    const today = civilDate(await this.clock.now(tx));
    await keepPlan(tx, plan.begin(cardId, today));
    if ((await this.chargeable(today, tx)).includes(plan.currency)) await this.charge(tx, plan, today);
  }

  /**
   * Charges every plan whose day has come, one transaction each. What broke is thrown at the end: the others did not wait. A month is
   * something new: without a fresh rate of its currency it waits for one, and takes no place of those that can be charged.
   */
  async chargeDue(): Promise<void> {
    const today = civilDate(await this.clock.now());
    const sql = `select id from funds.plan where state = 'active' and next_on <= $1 and currency = any($2::text[])
      order by next_on, id limit ${BATCH}`;
    await this.each(
      await this.db.rows<{ id: PlanId }>(sql, [today, await this.chargeable(today)]),
      async (tx, { id }) => {
        const plan = await lockPlan(tx, id);
        if (plan.state === 'active' && plan.nextOn! <= today) await this.charge(tx, plan, today);
      },
    );
  }

  /** Gives up the months whose seven days have passed. */
  async lapseDue(): Promise<void> {
    const sql = `select id from funds.gift where state = 'declined' and repair_until <= platform.now() order by repair_until limit ${BATCH}`;
    await this.each(await this.db.rows<{ id: FundGiftId }>(sql), async (tx, { id }) => {
      const { gift, plan } = await lockGift(tx, id);
      if (gift.state !== 'declined' || gift.repairUntil! > (await this.clock.now(tx))) return;
      await this.lapse(tx, gift, plan!);
      await this.outbox.add(tx, fundGiftEvent('lapsed', gift));
      plan!.lapsed += 1;
      if (plan!.lapsed >= LAPSES_MAX && plan!.state !== 'ended') await this.end(tx, plan!, 'lapsed');
      else await keepPlan(tx, plan!);
    });
  }

  /** Asks the plan's saved card for a month. Both are locked. */
  async ask(tx: Tx, gift: FundGift, plan: Plan, chargeId: ChargeId): Promise<void> {
    const key = gift.ask(chargeId);
    await keepGift(tx, gift);
    await this.charges.chargeLater(tx, {
      ...{ id: chargeId, owner: gift.owner, checkoutId: plan.cardId!, cardOf: plan.owner, key },
      ...{ amount: gift.gross, feeCover: gift.cover },
    });
  }

  /** A month comes to nothing; nothing was taken, and its page is shut. Both are locked. */
  async lapse(tx: Tx, gift: FundGift, plan: Plan): Promise<void> {
    if (gift.checkoutId) await this.checkouts.expire(tx, gift.checkoutId);
    const now = await this.clock.now(tx);
    await keepGift(tx, gift.lapse(plan.endedAt ?? now));
  }

  /** Ends a plan: its card is forgotten, and no month is waited for. The plan is locked. */
  async end(tx: Tx, plan: Plan, why: 'donor' | 'lapsed'): Promise<void> {
    await keepPlan(tx, plan.end(why, await this.clock.now(tx)));
    await this.charges.releaseCard(tx, plan.owner);
    await this.outbox.add(tx, planEvent('ended', plan));
    await this.giveUp(tx, plan);
  }

  /** What of a plan is not paid yet is not waited for: a month that is declined, and a charge that nobody has tried yet. */
  async giveUp(tx: Tx, plan: Plan): Promise<void> {
    const open = await rowsOf<{ id: FundGiftId }>(
      tx,
      `select id from funds.gift where plan_id = $1 and state in ('charging', 'declined') order by id`,
      [plan.id],
    );
    for (const { id } of open) {
      const { gift } = await lockGift(tx, id);
      const over = gift.state === 'declined' || (await this.charges.forgo(tx, gift.chargeId!));
      if (over) await this.lapse(tx, gift, plan);
    }
  }

  /** What a month can be in today: lei, and what has a fresh rate. */
  private async chargeable(today: CivilDate, tx?: Tx): Promise<Currency[]> {
    const known = await this.rates.known(today, tx);
    return ['MDL', ...known.flatMap(({ currency, stale }) => (stale ? [] : [currency]))];
  }

  /**
   * Act 19: the month of today, once, at the rate of today; the next one is due a month later. A month that nobody charged
   * because nothing ran is not made up for: nobody is charged twice on one day. The plan is locked. Throws `rate-missing`,
   * `rate-stale`.
   */
  private async charge(tx: Tx, plan: Plan, today: CivilDate): Promise<void> {
    const { id: planId, placeCode, personId, gift: amount, cover, lang, request } = plan;
    const month = monthOf(today);
    const rate = fresh(await this.rates.current(amount.currency, today, tx));
    const now = await this.clock.now(tx);
    for (;;) {
      const id = newId<'FundGift'>();
      const gift = FundGift.make({ id, request, placeCode, personId, amount, cover, rate, lang, now, of: { planId, month } }); // prettier-ignore
      if (await insertOnce(tx, FundGift, gift)) {
        await this.ask(tx, gift, plan, newId<'Charge'>());
        break;
      }
      const sql = 'select 1 from funds.gift where plan_id = $1 and month = $2';
      if ((await rowsOf(tx, sql, [planId, month])).length > 0) break;
      // Another gift has this reference: six characters are few. Draw again.
    }
    await keepPlan(tx, plan.goOnAfter(month));
  }

  private each<Row>(rows: readonly Row[], work: (tx: Tx, row: Row) => Promise<void>): Promise<void> {
    return inTurn(rows, (row) => this.db.transaction((tx) => work(tx, row)));
  }
}
