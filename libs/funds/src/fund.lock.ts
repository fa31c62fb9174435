import { refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { Plan, type PlanId } from './plan.entity.js';

// A plan is locked before its months, by everybody.
/** The plan, locked until the transaction ends. Throws `plan-unknown`. */
export async function lockPlan(tx: Tx, id: PlanId): Promise<Plan> {
  const plan = await tx.findOne(Plan, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!plan) throw planUnknown();
  return plan;
}

/** The gift and the plan that it is a month of, locked until the transaction ends. Throws `fund-gift-unknown`. */
export async function lockGift(tx: Tx, id: FundGiftId): Promise<{ gift: FundGift; plan: Plan | null }> {
  const seen = await tx.findOneBy(FundGift, { id });
  if (!seen) throw giftUnknown();
  const plan = seen.planId && (await lockPlan(tx, seen.planId));
  const gift = await tx.findOne(FundGift, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return { gift: gift!, plan };
}

/** Writes what can change of a plan. */
export async function keepPlan(tx: Tx, plan: Plan): Promise<void> {
  const { id, state, amountMinor, coverMinor, checkoutId, cardId, day, nextOn, lapsed, endedAt, endedWhy } = plan;
  await tx.query(
    `update funds.plan set state = $2, amount_minor = $3, cover_minor = $4, checkout_id = $5, card_id = $6, day = $7, next_on = $8,
       lapsed = $9, ended_at = $10, ended_why = $11 where id = $1`,
    [id, state, amountMinor.toString(), coverMinor.toString(), checkoutId, cardId, day, nextOn, lapsed, endedAt, endedWhy],
  ); // prettier-ignore
}

/** Writes what can change of a gift; everything else is fixed from its first day. */
export async function keepGift(tx: Tx, gift: FundGift): Promise<void> {
  const { id, state, checkoutId, chargeId, attempts, failure, repairUntil, countedAt } = gift;
  const sums = [gift.refundedMinor, gift.refundedLeiMinor, gift.lostMinor, gift.lostLeiMinor];
  await tx.query(
    `update funds.gift set state = $2, checkout_id = $3, charge_id = $4, attempts = $5, failure = $6, repair_until = $7, counted_at = $8,
       refunded_minor = $9, refunded_lei_minor = $10, lost_minor = $11, lost_lei_minor = $12 where id = $1`,
    [id, state, checkoutId, chargeId, attempts, failure, repairUntil, countedAt, ...sums.map(String)],
  );
}

/** The refusal for a plan that is not there, or is somebody else's. */
export function planUnknown(): Error {
  return refuse('not-found', 'plan-unknown', 'There is no such monthly gift.');
}

/** The refusal for a gift that is not there, or is somebody else's. */
export function giftUnknown(): Error {
  return refuse('not-found', 'fund-gift-unknown', 'There is no such gift.');
}
