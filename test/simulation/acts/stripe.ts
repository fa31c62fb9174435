import { Money, newId } from '#libs/kernel/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { GiftDisputesQueries, LossesService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { acts } from '../act.js';
import { ratesOf } from '../rates.js';
import type { SimulatedWorld } from '../world.js';

/** A bank takes a payment back, whole or in part, of a gift that is held, gone back, or owed back; or only asks, or warns. */
async function dispute(world: SimulatedWorld): Promise<void> {
  const sql = `select stripe_charge as id, amount_minor::int as minor from payments.charge c where state = 'succeeded' 
    and not exists (select from payments.dispute d where d.charge_id = c.id) order by id`;
  const rows = await world.db.rows<{ id: string; minor: number }>(sql);
  const charges = rows.filter(({ id }) => !world.done.has(id));
  if (charges.length === 0) return;
  const { id, minor } = world.one(charges);
  world.done.add(id);
  const { control } = world.stripe;
  if (world.below(4) === 0) await control.earlyFraudWarning(id);
  const part = world.below(3) === 0 ? Math.floor((minor * (1 + world.below(9))) / 1_000) * 100 : 0;
  const amount = part > 0 ? part : world.below(2) ? minor : undefined;
  // A card that its bank takes back at once was disputed before anybody here heard of it.
  await control.dispute(id, { amount, inquiry: world.below(4) === 0 }).catch(mustSay('already'));
}

async function endDispute(world: SimulatedWorld): Promise<void> {
  const sql = 'select id from payments.dispute where outcome is null order by opened_at, id';
  const open = (await world.db.rows<{ id: string }>(sql)).find(({ id }) => !world.done.has(id));
  if (!open) return;
  world.done.add(open.id);
  const outcome = world.below(3) ? 'lost' : 'won';
  // Its time may be over at Stripe, and nobody here has heard of it yet.
  await world.stripe.control.closeDispute(open.id, { outcome }).catch(mustSay('already closed'));
}

/** An appeal, or a donor who takes his word back: lost, and won after all. */
async function appeal(world: SimulatedWorld): Promise<void> {
  const sql = `select id from payments.dispute where outcome = 'lost' order by opened_at, id`;
  const lost = (await world.db.rows<{ id: string }>(sql)).filter(({ id }) => !world.done.has(`won:${id}`));
  if (lost.length === 0) return;
  const { id } = world.one(lost);
  world.done.add(`won:${id}`);
  await world.stripe.control.closeDispute(id, { outcome: 'won' });
}

async function loss(world: SimulatedWorld): Promise<void> {
  const losses = await world.get(GiftDisputesQueries).losses();
  const [loss] = losses.filter(({ open }) => open.isPositive());
  const kind = loss ? world.one(['recovered', 'covered', 'covered', 'set-aside'] as const) : 'set-aside';
  const amount = loss && kind !== 'set-aside' ? (world.below(2) ? loss.open : Money.lei((loss.open.minor + 1n) / 2n)) : Money.lei(BigInt(1 + world.below(50_000))); // prettier-ignore
  const act = { approvalId: newId<'Approval'>(), kind, amount, home: kind === 'set-aside' ? null : loss!.home }; // prettier-ignore
  if (kind === 'set-aside') await world.bank.line({ meaning: 'own-means', amount });
  const service = world.get(LossesService);
  await service.ask(act, world.staff[0]);
  try {
    await service.confirm(act.approvalId, world.staff[1]);
  } catch (error) {
    await service.refuse(act.approvalId, world.staff[1], 'nu sunt bani');
    throw error;
  }
}

async function failRefund(world: SimulatedWorld): Promise<void> {
  const sql = `select stripe_refund as id from payments.refund where state = 'succeeded' order by id`;
  const row = (await world.db.rows<{ id: string }>(sql)).find(({ id }) => !world.done.has(id));
  if (!row) return;
  world.done.add(row.id);
  await world.stripe.control.failRefund(row.id);
}

async function payOut(world: SimulatedWorld): Promise<void> {
  const [payout] = await world.get(PaymentsQueries).payoutsUnderWay();
  if (!payout) return void (await world.stripe.control.payOut({}));
  if (world.done.has(payout.id)) return;
  if (world.below(4) === 0) {
    world.done.add(payout.id);
    return void (await world.stripe.control.payoutFailed(payout.id));
  }
  const lei = world.below(2) === 1;
  const amount = lei ? Money.lei(payout.amount.minor * 19n) : payout.amount;
  await world.bank.line({ meaning: 'payout', amount, refersTo: payout.id });
}

/** Stripe changes its prices and its rates. */
async function prices(world: SimulatedWorld): Promise<void> {
  const rates = { usd: (1 + world.below(30) / 100).toFixed(2), mdl: (18 + world.below(300) / 100).toFixed(2) };
  await world.stripe.control.settings({
    feeBps: world.below(400),
    feeFixed: world.below(60),
    fxBps: world.below(300),
    disputeFee: world.below(3_000),
    rates,
  });
}

/** The National Bank sets the rates of the day. */
async function newRates(world: SimulatedWorld): Promise<void> {
  const [row] = await world.db.rows<{ day: string }>(
    `select to_char(platform.now() at time zone 'Europe/Chisinau', 'YYYY-MM-DD') as day`,
  );
  if (world.done.has(`rates:${row!.day}`)) return;
  world.done.add(`rates:${row!.day}`);
  await world.get(RatesService).load(ratesOf(row!.day, world.below));
}

/** Stripe may refuse what the simulation wants of it for this reason only. */
export const mustSay = (words: string) => (error: Error) => {
  if (!error.message.includes(words)) throw error;
};

/** What Stripe does, or is asked to. */
export const STRIPE_ACTS = acts({
  dispute: [dispute, 2, 2, 1],
  endDispute: [endDispute, 1, 2, 3],
  appeal: [appeal, 1, 1, 1],
  loss: [loss, 1, 2, 2],
  failRefund: [failRefund, 1, 1, 1],
  payOut: [payOut, 2, 2, 1],
  prices: [prices, 1, 1, 0],
  newRates: [newRates, 1, 1, 1],
});
