import { addDays, civilDate, type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { type CallId, CallsService, FiguresService, type Reserve, SponsorReturnsService, SponsorsService } from '#libs/matching/src/index.js'; // prettier-ignore
import { Clock } from '#libs/platform/src/index.js';
import { SECTORS } from '#libs/projects/src/index.js';
import { acts, nothing } from '../act.js';
import { IBANS } from '../bank.js';
import type { SimulatedWorld } from '../world.js';

/** A sponsor's call for one town or for all, mostly with caps, mostly paid in less than gifts would draw. */
async function openCall(world: SimulatedWorld): Promise<CallId> {
  const today = civilDate(await world.get(Clock).now());
  const cap = (most: number) => (world.below(3) ? Money.lei(BigInt(1 + world.below(most))) : null);
  const call = {
    ...{ id: newId<'Call'>(), sponsor: 'Nucul SRL', num: 1 + world.below(3), den: 1 + world.below(3) },
    ...{ perDonor: cap(20_000), perProject: cap(60_000), minDonors: world.below(4) ? null : 2 + world.below(3), places: world.below(3) ? [world.one(world.sites).town.placeCode] : [], sectors: world.below(5) ? [] : [world.one(SECTORS)] },
    ...{ opensOn: today, closesOn: addDays(today, world.below(90)), reserve: await someReserve(world, today) },
  }; // prettier-ignore
  const calls = world.get(CallsService);
  await calls.confirm(await calls.enter(call, world.staff[0]), world.staff[1]);
  await payIn(world, call.id);
  return call.id;
}

/** In every third call: a part of its pool only for towns under a line. */
async function someReserve(world: SimulatedWorld, today: CivilDate): Promise<Reserve | null> {
  if (world.below(3)) return null;
  const figures = { id: newId<'Figures'>(), name: 'x', source: 'x', publishedOn: today };
  const codes = [...new Set(world.sites.map(({ town }) => town.placeCode))].filter(() => world.below(4) > 0);
  if (codes.length === 0) return null;
  const towns = codes.map((placeCode) => ({ placeCode, lei: Money.lei(BigInt(world.below(1_000))) }));
  const service = world.get(FiguresService);
  await service.confirm(await service.enter({ ...figures, towns }, world.staff[0]), world.staff[1]);
  return { bp: 1 + world.below(10_000), figuresId: figures.id, line: Money.lei(500n), source: 'x', until: null };
}

/** The sponsor of some call pays in; now and then one that was closed. */
async function payAgain(world: SimulatedWorld): Promise<void> {
  await payIn(world, await anyCall(world, `state in ('open', 'closed')`));
}

/** Nothing draws from a call any more, from this moment. */
async function closeCall(world: SimulatedWorld): Promise<void> {
  await world.get(CallsService).close(await anyCall(world, `state = 'open'`), world.staff[0]);
}

/** A call ends before its day, with what gifts have drawn until then: one that is open, else one that opens now. */
async function closeEarly(world: SimulatedWorld): Promise<CallId> {
  const [open] = await callsOf(world, `state = 'open'`);
  const id = open ?? (await openCall(world));
  await world.settle();
  await world.get(CallsService).close(id, world.staff[0]);
  world.note('call closed early');
  return id;
}

/** What a closed call has not spent goes back to its sponsor, unless the second person says no; what becomes of the order is the bank's. */
async function sendUnspent(world: SimulatedWorld): Promise<void> {
  const [returns, closed] = [world.get(SponsorReturnsService), await callsOf(world, `state = 'closed'`)];
  const callId = closed.length > 0 && world.below(3) ? world.one(closed) : await closeEarly(world);
  const approvalId = newId<'Approval'>();
  await returns.ask({ approvalId, callId, iban: IBANS.MDL!, holder: 'Nucul SRL' }, world.staff[0]);
  if (world.below(6) === 0) return returns.refuse(approvalId, world.staff[1], 'nu azi');
  await returns.confirm(approvalId, world.staff[1]).catch(async (error: unknown) => {
    await returns.refuse(approvalId, world.staff[1], 'banca nu are');
    throw error;
  });
  world.note('call: unspent money ordered back');
}

async function payIn(world: SimulatedWorld, id: CallId): Promise<void> {
  const amount = Money.ofMinor(BigInt(1 + world.below(40_000)), world.below(4) ? 'MDL' : 'EUR');
  const line = await world.bank.line({ meaning: 'gift', amount });
  await world.get(SponsorsService).pay(line, id, world.staff[0]);
}

async function anyCall(world: SimulatedWorld, where: string): Promise<CallId> {
  const found = await callsOf(world, where);
  if (found.length === 0) throw nothing('there is no such call');
  return world.one(found);
}

async function callsOf(world: SimulatedWorld, where: string): Promise<CallId[]> {
  const rows = await world.db.rows<{ id: CallId }>(`select id from matching.call where ${where} order by id`);
  return rows.map(({ id }) => id);
}

/** What sponsors do. */
export const MATCHING_ACTS = acts({
  openCall: [async (world) => void (await openCall(world)), 2, 1, 0],
  payAgain: [payAgain, 1, 1, 0],
  closeCall: [closeCall, 1, 1, 1],
  sendUnspent: [sendUnspent, 1, 2, 3],
});
