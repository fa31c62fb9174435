import { type Currency, DECIMALS, DomainError, Money, newId } from '#libs/kernel/src/index.js';
import { BankingQueries } from '#libs/banking/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { DeskQueries, GiftRefundsService, GivingService, type Pledge, PledgesQueries, type PoolMember, PromisesService, ReturnOrdersService, TransfersService } from '#libs/pledges/src/index.js'; // prettier-ignore
import { acts } from '../act.js';
import { IBANS } from '../bank.js';
import type { SimulatedWorld } from '../world.js';

const PATHS = { success: '/s', cancel: '/c' };
const GOOD = '4242424242424242';
/** Good cards, one that is declined, one that is declined later, two that ask for authentication, one that its bank takes back. */
const CARDS = [GOOD, GOOD, GOOD, GOOD, '4000000000000002', '4000000000000341', '4000002500003155', '4000002760003184', '4000000000000259']; // prettier-ignore
/** Small gifts, in units of each currency. */
const SUMS: readonly (readonly [Currency, number])[] = [['EUR', 30], ['EUR', 60], ['MDL', 600], ['USD', 35], ['JPY', 4_000], ['KWD', 12], ['HUF', 9_000], ['UAH', 900]]; // prettier-ignore

/** A gift in a state that fits, by lot. Refused when there is none. */
export async function giftOf(world: SimulatedWorld, states: readonly Pledge['state'][]): Promise<Pledge> {
  const sql = 'select id, state from pledges.pledge where id = any ($1)';
  const rows = await world.db.rows<Pick<Pledge, 'id' | 'state'>>(sql, [world.gifts]);
  const now = new Map(rows.map(({ id, state }) => [id, state]));
  const fit = world.gifts.filter((id) => now.has(id) && states.includes(now.get(id)!));
  if (fit.length === 0) throw new DomainError('not-found', 'none', 'no such gift');
  return (await world.get(PledgesQueries).find(world.one(fit)))!;
}

/** Somebody says that he gives so much, to a project by lot or to this one. */
export async function give(
  world: SimulatedWorld,
  amount: Money,
  by: 'card' | 'transfer',
  { project } = world.one(world.sites),
): Promise<Pledge> {
  const id = newId<'Pledge'>();
  const shortfall = world.one(['return', 'smaller', 'next'] as const);
  const words = { lang: world.one(['ro', 'ru', 'en'] as const), coverFee: world.below(2) === 1, follow: world.below(3) === 0, paths: PATHS }; // prettier-ignore
  // Some give for one thing of the budget, some for everybody who gave to them.
  const line = world.below(6) ? null : { id: world.one(project.lines), units: 1 };
  const pool = world.below(6) ? null : { name: 'Clasa a IX-a', members: members(world, amount) };
  const gift = { id, projectId: project.id, email: `d-${id}@example.com`, amount, by, shortfall, line, pool, ...words };
  const pledge = await world.get(GivingService).give(gift);
  world.gifts.push(pledge.id);
  return pledge;
}

/** A few people; the first may have brought a third of it. */
function members(world: SimulatedWorld, { minor, currency }: Money): PoolMember[] {
  const third = world.below(2) ? Money.ofMinor(minor / 3n, currency) : null;
  return Array.from({ length: 2 + world.below(6) }, (_, n) => ({
    name: n % 2 ? null : `Om ${n}`,
    amount: n === 0 && third?.isPositive() ? third : null,
    public: n === 2,
  }));
}

async function pay(world: SimulatedWorld, { checkoutId }: Pledge): Promise<void> {
  const checkout = await world.get(CheckoutsService).find(checkoutId!);
  await world.stripe.control.pay(checkout!.session!, {
    card: world.one(CARDS),
    authenticate: world.below(4) ? 'authorise' : 'refuse',
  });
}

async function giveByCard(world: SimulatedWorld): Promise<void> {
  const [currency, most] = world.one(SUMS);
  const minor = (BigInt(most) * 10n ** BigInt(DECIMALS[currency]) * BigInt(10 + world.below(90))) / 100n;
  const pledge = await give(world, Money.ofMinor(minor - (minor % 10n), currency), 'card');
  await world.get(GivingService).payUrl(pledge);
  // Some close the page and never come back.
  if (world.below(12)) await pay(world, pledge);
}

async function repair(world: SimulatedWorld): Promise<void> {
  const pledge = await giftOf(world, ['declined', 'promised']);
  const access = { by: pledge.personId };
  const promises = world.get(PromisesService);
  if (pledge.state === 'promised' && world.below(2)) return promises.withdraw(pledge.id, access);
  if (pledge.state === 'promised') await promises.replaceCard(pledge.id, access, PATHS);
  else await promises.repair(pledge.id, access, PATHS);
  await pay(world, (await world.get(PledgesQueries).find(pledge.id))!);
}

async function giveByTransfer(world: SimulatedWorld): Promise<void> {
  const currency = world.one(['MDL', 'EUR'] as const);
  const amount = Money.ofMinor(BigInt(1 + world.below(90_000)), currency);
  const pledge = await give(world, amount, 'transfer');
  // Some send it much later, or never.
  for (let line = 0; line < world.below(4); line += 1) {
    const came = Money.ofMinor(amount.minor + BigInt(world.below(3)), currency);
    const text = world.below(2) ? `pentru ${pledge.ref}` : undefined;
    const id = await world.bank.line({ meaning: 'gift', amount: came, ...(text && { text }) });
    if (world.below(4)) await world.get(TransfersService).match(id, pledge.id, world.staff[0]);
  }
}

/** A transfer that its giver promised during the campaign reaches the bank when that is over; somebody knows whose it is, or not. */
async function transferLate(world: SimulatedWorld): Promise<void> {
  const sql = `select p.id from pledges.pledge p join projects.campaign c on c.project_id = p.project_id
    where p.way = 'transfer' and p.state in ('awaited', 'lapsed') and c.closed_at is not null order by p.id`;
  const late = await world.db.rows<Pick<Pledge, 'id'>>(sql);
  if (late.length === 0) throw new DomainError('not-found', 'none', 'no such gift');
  const { id, gift, ref } = (await world.get(PledgesQueries).find(world.one(late).id))!;
  const text = world.below(2) ? `pentru ${ref}` : undefined;
  const line = await world.bank.line({ meaning: 'gift', amount: gift, ...(text && { text }) });
  if (world.below(4)) await world.get(TransfersService).match(line, id, world.staff[0]);
}

async function refund(world: SimulatedWorld): Promise<void> {
  const { id } = await giftOf(world, ['counted']);
  await refundSome(world, id, world.below(2) ? null : 1 + world.below(9));
}

/** A gift by card that carries the fee, best one of which some has gone already, goes back in two parts. */
async function refundTwice(world: SimulatedWorld): Promise<void> {
  const sql = `select id, refunded_minor + lost_minor > 0 as begun from pledges.pledge where state = 'counted' and cover_minor > 0 order by id`;
  const all = await world.db.rows<Pick<Pledge, 'id'> & { begun: boolean }>(sql);
  const begun = all.filter((one) => one.begun);
  if (all.length === 0) throw new DomainError('not-found', 'none', 'no such gift');
  const { id } = world.one(begun.length > 0 && world.below(3) ? begun : all);
  await refundSome(world, id, 1 + world.below(9));
  await world.settle();
  await refundSome(world, id, world.below(3) ? null : 1 + world.below(9));
}

/** Two of the operator's give so many tenths of what is left of a gift back, or all of it; or one says no. */
async function refundSome(world: SimulatedWorld, pledgeId: Pledge['id'], tenths: number | null): Promise<void> {
  const { left, currency } = (await world.get(PledgesQueries).find(pledgeId))!;
  const part = (left.minor * BigInt(tenths ?? 10)) / 10n;
  const amount = tenths === null ? null : Money.ofMinor(part - (part % 10n), currency);
  const approvalId = newId<'Approval'>();
  const refunds = world.get(GiftRefundsService);
  await refunds.ask({ approvalId, pledgeId, amount, reason: 'La cerere' }, world.staff[0]);
  if (world.below(5)) await refunds.confirm(approvalId, world.staff[1]);
  else await refunds.refuse(approvalId, world.staff[1], 'Nu');
}

async function orderRefund(world: SimulatedWorld): Promise<void> {
  const [waiting] = await world.get(DeskQueries).waitingRefunds();
  if (!waiting) return;
  const approvalId = newId<'Approval'>();
  const order = { approvalId, refundId: waiting.id, iban: IBANS.MDL!, holder: 'Ion' };
  await world.get(ReturnOrdersService).ask(order, world.staff[0]);
  await world.get(ReturnOrdersService).confirm(approvalId, world.staff[1]);
}

/** Somebody finds whose an unclaimed line is. */
async function matchLine(world: SimulatedWorld): Promise<void> {
  const [line] = await world.get(BankingQueries).openLines();
  if (!line) return;
  const pledge = await giftOf(world, ['awaited']);
  await world.get(TransfersService).match(line.id, pledge.id, world.staff[0]);
}

/** What donors do. */
export const GIVING_ACTS = acts({
  giveByCard: [giveByCard, 18, 2, 1],
  giveByTransfer: [giveByTransfer, 6, 1, 1],
  matchLine: [matchLine, 1, 1, 1],
  repair: [repair, 2, 2, 1],
  transferLate: [transferLate, 0, 4, 3],
  refund: [refund, 1, 2, 2],
  refundTwice: [refundTwice, 1, 2, 2],
  orderRefund: [orderRefund, 1, 1, 1],
});
