import type { BankAccountId } from '#libs/banking/src/index.js';
import { addDays, civilDate, type Money, newId } from '#libs/kernel/src/index.js';
import { type CallId, CallsService, type EnterCall, SponsorsService } from '#libs/matching/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { creditLine, openBank } from './money.js';
import type { Room } from './room.js';
import type { Town } from './town.js';

/** A sponsor's call for some towns, entered and signed by two and paid in: a leu to each leu for sixty days, unless `over` says else. */
export async function openSponsor(
  room: Room,
  town: Town,
  { places, paid, ...over }: { places: readonly string[]; paid: Money } & Partial<EnterCall>,
): Promise<CallId> {
  const today = civilDate(await room.get(Clock).now());
  const call: EnterCall = {
    ...{
      id: newId<'Call'>(),
      sponsor: 'Nucul SRL',
      num: 1,
      den: 1,
      perDonor: null,
      perProject: null,
      minDonors: null,
      sectors: [],
      reserve: null,
    },
    ...{ places, opensOn: today, closesOn: addDays(today, 60), ...over },
  };
  const calls = room.get(CallsService);
  await calls.confirm(await calls.enter(call, town.operators[0]), town.operators[1]);
  const [open] = await room.db.rows<{ id: BankAccountId }>(
    `select id from banking.account where currency = 'MDL' limit 1`,
  );
  const bank = open?.id ?? (await openBank(room, town.operators[0]));
  await room.get(SponsorsService).pay(await creditLine(room, town, { bank, lei: paid }), call.id, town.operators[0]);
  return call.id;
}
