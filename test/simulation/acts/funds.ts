import {
  FundAccess,
  type FundGiftId,
  FundGivingService,
  FundRefundsService,
  FundsQueries,
  type PlanId,
  PlansService,
} from '#libs/funds/src/index.js';
import { DomainError, Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

const PATHS = { success: '/s', cancel: '/c' };
const CARDS = ['4242424242424242', '4242424242424242', '4242424242424242', '4000000000000002', '4000000000000341', '4000002760003184']; // prettier-ignore

/** What a giver says to the fund of the town. */
function said(world: SimulatedWorld, id: string) {
  const amount = Money.ofMinor(BigInt(2_000 + world.below(9_000)), world.one(['EUR', 'MDL', 'USD'] as const));
  const { placeCode } = world.sites[0]!.town;
  return { placeCode, email: `f-${id}@example.com`, lang: 'ro' as const, amount, coverFee: world.below(2) === 1, paths: PATHS }; // prettier-ignore
}

async function pay(world: SimulatedWorld, checkoutId: Parameters<CheckoutsService['find']>[0]): Promise<void> {
  const checkout = await world.get(CheckoutsService).find(checkoutId);
  // Some close the page and never come back.
  if (!checkout?.session || world.below(10) === 0) return;
  await world.stripe.control.pay(checkout.session, { card: world.one(CARDS), authenticate: 'authorise' });
}

/** Somebody gives to the town's fund once. */
export async function giveToFund(world: SimulatedWorld): Promise<void> {
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

/** Two of the operator's give money of a fund back, or one says no. */
async function refundFund(world: SimulatedWorld): Promise<void> {
  const rows = await world.db.rows<{ id: FundGiftId }>(`select id from funds.gift where state = 'counted' order by id`);
  if (rows.length === 0) return;
  const gift = (await world.get(FundsQueries).find(world.one(rows).id))!;
  const part = (gift.left.minor * BigInt(1 + world.below(9))) / 10n;
  const amount = world.below(2) ? null : Money.ofMinor(part - (part % 10n), gift.currency);
  const approvalId = newId<'Approval'>();
  const refunds = world.get(FundRefundsService);
  await refunds.ask({ approvalId, giftId: gift.id, amount, reason: 'La cerere' }, world.staff[0]);
  if (world.below(5)) await refunds.confirm(approvalId, world.staff[1]);
  else await refunds.refuse(approvalId, world.staff[1], 'Nu');
}

/** What happens to towns' funds. */
export const FUNDS_ACTS = acts({
  giveToFund: [giveToFund, 5, 3, 2],
  giveMonthly: [giveMonthly, 1, 1, 1],
  changePlan: [changePlan, 1, 1, 1],
  refundFund: [refundFund, 1, 1, 2],
});
