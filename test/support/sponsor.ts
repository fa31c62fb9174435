import type { BankAccountId } from '#libs/banking/src/index.js';
import { addDays, civilDate, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import {
  type CallId,
  CallsService,
  type EnterCall,
  MatchingQueries,
  SponsorsService,
} from '#libs/matching/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type Give, GivingService, type Pledge } from '#libs/pledges/src/index.js';
import { CardBank } from './card-bank.js';
import { creditLine, openBank } from './money.js';
import type { Room } from './room.js';
import type { Town } from './town.js';

/** A sponsor's call for these places as somebody types it: a leu to each leu for sixty days, unless `over` says else. */
export async function callFor(
  room: Room,
  places: readonly string[],
  over: Partial<EnterCall> = {},
): Promise<EnterCall> {
  const today = civilDate(await room.get(Clock).now());
  return {
    ...{ id: newId<'Call'>(), sponsor: 'Nucul SRL', num: 1, den: 1, perDonor: null, perProject: null },
    ...{ minDonors: null, sectors: [], reserve: null, places, opensOn: today, closesOn: addDays(today, 60), ...over },
  };
}

/** One for some towns, entered and signed by two and paid in. */
export async function openSponsor(
  room: Room,
  town: Town,
  { places, paid, ...over }: { places: readonly string[]; paid: Money | null } & Partial<EnterCall>,
): Promise<CallId> {
  const [call, calls] = [await callFor(room, places, over), room.get(CallsService)];
  await calls.confirm(await calls.enter(call, town.operators[0]), town.operators[1]);
  if (paid) await paySponsor(room, town, call.id, paid);
  return call.id;
}

/** A sponsor pays into his call by a line of the statement. */
export async function paySponsor(room: Room, town: Town, call: CallId, lei: Money): Promise<void> {
  const [open] = await room.db.rows<{ id: BankAccountId }>(
    `select id from banking.account where currency = 'MDL' limit 1`,
  );
  const bank = open?.id ?? (await openBank(room, town.operators[0]));
  await room.get(SponsorsService).pay(await creditLine(room, town, { bank, lei }), call, town.operators[0]);
}

/** What a call has: drawn, kept for promises, free. */
export async function callStands(room: Room, id: CallId): Promise<string> {
  const { drawn, reserved, free } = (await room.get(MatchingQueries).call(id))!;
  return [drawn, reserved, free].join(' ');
}

/** People who give by card to projects to which sponsors add. */
export class SponsoredGifts {
  readonly cards: CardBank;

  constructor(private readonly room: Room) {
    this.cards = new CardBank(room);
  }

  /** A form that was sent; by card, of a new person, unless `over` says else. */
  async give(projectId: ProjectId, lei: string, over: Partial<Give> = {}): Promise<Pledge> {
    const id = newId<'Pledge'>();
    const said = { lang: 'ro', coverFee: false, follow: false, shortfall: 'return', by: 'card' } as const;
    const form = { id, projectId, email: `d-${id}@example.com`, amount: Money.parse(lei, 'MDL'), ...said };
    return this.room.get(GivingService).give({ ...form, paths: { success: '/s', cancel: '/c' }, ...over });
  }

  /** The same, paid at once; everybody has heard of it. */
  async paid(projectId: ProjectId, lei: string, over: Partial<Give> = {}): Promise<Pledge> {
    const pledge = await this.give(projectId, lei, over);
    await this.cards.pay(pledge.id);
    await this.cards.drain();
    return pledge;
  }

  /** The same, promised with a saved card. */
  async promised(projectId: ProjectId, lei: string, over: Partial<Give> = {}): Promise<Pledge> {
    const pledge = await this.give(projectId, lei, over);
    await this.cards.saveCard(pledge.id);
    await this.cards.drain();
    return pledge;
  }
}
