import { FundAccess, FundGivingService, type PlanId, PlansService } from '#libs/funds/src/index.js';
import { DomainError, Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

const PATHS = { success: '/s', cancel: '/c' };
const CARDS = ['4242424242424242', '4242424242424242', '4242424242424242', '4000000000000002', '4000000000000341', '4000002760003184']; // prettier-ignore

/** What a giver says to the fund of the town. */
function said(world: SimulatedWorld, id: string) {
  const amount = Money.ofMinor(BigInt(300 + world.below(3_000)), world.one(['EUR', 'MDL', 'USD'] as const));
  const { placeCode } = world.sites[0]!.town;
  return { placeCode, email: `f-${id}@example.com`, lang: 'ro' as const, amount, coverFee: world.below(2) === 1, paths: PATHS }; // prettier-ignore
}

async function pay(world: SimulatedWorld, checkoutId: Parameters<CheckoutsService['find']>[0]): Promise<void> {
  const checkout = await world.get(CheckoutsService).find(checkoutId);
  // Some close the page and never come back.
  if (!checkout?.session || world.below(10) === 0) return;
  await world.stripe.control.pay(checkout.session, { card: world.one(CARDS), authenticate: 'authorise' });
}

async function giveToFund(world: SimulatedWorld): Promise<void> {
  const id = newId<'FundGift'>();
  const fromProjectId = world.below(3) ? null : world.one(world.sites).project.id;
  const gift = await world.get(FundGivingService).give({ ...said(world, id), id, fromProjectId });
  await world.get(FundGivingService).payUrl(gift.id);
  await pay(world, gift.checkoutId!);
}

async function giveMonthly(world: SimulatedWorld): Promise<void> {
  const id = newId<'Plan'>();
  const plan = await world.get(FundGivingService).begin({ ...said(world, id), id });
  await world.get(FundGivingService).saveUrl(plan.id);
  await pay(world, plan.checkoutId!);
}

/** A monthly giver pauses, goes on, gives another sum, stops, or takes another card. */
async function changePlan(world: SimulatedWorld): Promise<void> {
  const rows = await world.db.rows<{ id: PlanId }>(`select id from funds.plan where state in ('active', 'paused') order by id`); // prettier-ignore
  if (rows.length === 0) throw new DomainError('not-found', 'none', 'no such plan');
  const { id } = world.one(rows);
  const access = { token: world.house.get(FundAccess).tokenOf('plan', id) };
  const plans = world.get(PlansService);
  await world.one([
    () => plans.pause(id, access),
    () => plans.resume(id, access),
    () => plans.resume(id, access),
    () => plans.stop(id, access),
    () => plans.newCard(id, access, PATHS).then(() => undefined),
  ])();
}

export const FUNDS_ACTS = acts({
  giveToFund: [giveToFund, 2, 2, 2],
  giveMonthly: [giveMonthly, 1, 1, 1],
  changePlan: [changePlan, 1, 1, 1],
});
