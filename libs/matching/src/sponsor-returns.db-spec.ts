import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccountId, BankingQueries, type BankLineId, BankService, type LineMeaning, type OrderId, OrderRejectionsService } from '#libs/banking/src/index.js'; // prettier-ignore
import { addDays, type ApprovalId, type CivilDate, civilDate, Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js'; // prettier-ignore
import type { SeenJournal } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { GiftRefundsService } from '#libs/pledges/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import type { CardBank } from '../../../test/support/card-bank.js';
import { openAccount, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { openSponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type CallId, CallsService, MatchingModule, MatchingQueries, SponsorReturnsQueries, SponsorReturnsService, SponsorsService } from './index.js'; // prettier-ignore

const lei = (text: string): Money => Money.parse(text, 'MDL');
const FROM = 'MD24AG000225100013104168';
const OTHER = 'DE89370400440532013000';

describe('what a sponsor did not need goes back', () => {
  let room: Room;
  let town: Town;
  let cards: CardBank;
  let gifts: SponsoredGifts;
  let bank: BankAccountId;
  let today: CivilDate;
  const euros = newId<'BankAccount'>() as BankAccountId;
  beforeAll(async () => {
    room = await openRoom([MatchingModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    gifts = new SponsoredGifts(room);
    cards = gifts.cards;
    bank = await openBank(room, town.operators[0]);
    await openAccount(room, { id: euros, currency: 'EUR', iban: OTHER, bank: 'Banca', holder: 'Plai' });
    today = civilDate(await room.get(Clock).now());
  });
  afterAll(() => room.close());

  const line = async (amount: Money, over: { meaning?: LineMeaning; refersTo?: string; bookedOn?: CivilDate; iban?: string } = {}) => {
    const { meaning = 'gift', bookedOn = today, iban, refersTo } = over;
    const id = newId<'BankLine'>() as BankLineId;
    const accountId = amount.currency === 'MDL' ? bank : euros;
    const entered = { id, accountId, bookedOn, amount, reference: newId(), meaning, ...(iban && { counterparty: { iban, name: 'Nucul SRL' } }), ...(refersTo && { refersTo }) };
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, town.operators[0]), town.operators[1]);
    await cards.drain();
    return id;
  }; // prettier-ignore
  const openCall = (places: readonly string[]) => openSponsor(room, town, { places, paid: null });
  const pay = (id: BankLineId, call: CallId) => room.get(SponsorsService).pay(id, call, town.operators[0]);
  const paid = async (projectId: ProjectId, sum: string) => (await gifts.paid(projectId, sum)).id;
  const refund = async (pledgeId: PledgeId) => {
    const approvalId = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId, amount: null, reason: 'x' }, town.operators[0]);
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
  };
  const ask = async (callId: CallId, iban: string): Promise<ApprovalId> => {
    const approvalId = newId<'Approval'>();
    await room.get(SponsorReturnsService).ask({ approvalId, callId, iban, holder: 'Nucul SRL' }, town.operators[0]);
    return approvalId;
  };
  const send = async (callId: CallId, iban: string): Promise<OrderId> =>
    room.get(SponsorReturnsService).confirm(await ask(callId, iban), town.operators[1]);
  const reject = async (order: OrderId) => {
    const rejections = room.get(OrderRejectionsService);
    await rejections.confirm(await rejections.ask(order, 'cont închis', town.operators[0]), town.operators[1]);
    await cards.drain();
  };
  const stands = async (id: CallId) => {
    const { paid: came, drawn, free, returned } = (await room.get(MatchingQueries).call(id))!;
    return [came, drawn, free, returned].join(' ');
  };
  const sound = async () => expect(await room.get(AuditService).run()).toEqual([]);

  it('payment by payment to where it came from, by two, and later what comes back to the pool as well', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode]);
    const first = await line(lei('300'), { bookedOn: addDays(today, -1), iban: FROM });
    await pay(first, call);
    await pay(await line(lei('100'), { iban: FROM }), call);
    const gift = await paid(projectId, '50');
    await expect(ask(call, FROM)).rejects.toMatchObject({ code: 'call-not-closed' });
    expect(await room.get(SponsorReturnsQueries).next(call)).toBeNull();
    await room.get(CallsService).close(call, town.operators[0]);
    const words = { approvalId: newId<'Approval'>(), callId: call, holder: 'Nucul SRL' };
    const returns = room.get(SponsorReturnsService);
    await expect(returns.ask({ ...words, iban: FROM }, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(ask(call, OTHER)).rejects.toMatchObject({ fields: [{ pointer: '/iban', code: 'call-return-account' }] }); // prettier-ignore
    await returns.ask({ ...words, iban: FROM }, town.operators[0]);
    await returns.ask({ ...words, iban: `md24 ${FROM.slice(4)}` }, town.operators[0]);
    await expect(ask(call, FROM)).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(returns.confirm(words.approvalId, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    const order = await returns.confirm(words.approvalId, town.operators[1]);
    // Sent again it is answered like the first time.
    await returns.ask({ ...words, iban: FROM }, town.operators[0]);
    expect(await stands(call)).toBe('400.00 50.00 250.00 100.00');
    expect(await room.get(BankingQueries).order(order)).toMatchObject({ kind: 'sponsor', owner: `call:${call}`, iban: FROM, amount: lei('100') }); // prettier-ignore
    await sound();
    await line(lei('100'), { meaning: 'order', refersTo: order });
    await sound();

    const fell = await send(call, FROM);
    expect(await stands(call)).toBe('400.00 50.00 0.00 350.00');
    await reject(fell);
    expect(await stands(call)).toBe('400.00 50.00 250.00 100.00');
    await sound();
    // What the bank did not pay to that account may go to another.
    await line(lei('250'), { meaning: 'order', refersTo: await send(call, OTHER) });
    expect(await stands(call)).toBe('400.00 50.00 0.00 350.00');
    await expect(ask(call, FROM)).rejects.toMatchObject({ code: 'call-nothing-back' });

    await refund(gift);
    expect(await room.get(SponsorReturnsQueries).next(call)).toMatchObject({ lineId: first, lei: lei('50'), amount: lei('50'), payer: { iban: FROM } }); // prettier-ignore
    await send(call, OTHER);
    expect(await stands(call)).toBe('400.00 0.00 0.00 400.00');
    const back = await room.get(SponsorReturnsQueries).of(call);
    expect(back.map(({ lei: sum, state }) => `${sum.toString()} ${state}`)).toEqual(['50.00 ordered', '250.00 arrived', '250.00 rejected', '100.00 arrived']); // prettier-ignore
    await sound();
    const journal = { key: `line:${first}:sponsor`, ref: { call, line: first } } as unknown as SeenJournal;
    await expect(room.db.transaction((tx) => room.get(SponsorsService).takeBack(tx, journal, { reason: 'x' }))).rejects.toMatchObject({ code: 'call-money-back' }); // prettier-ignore
  });

  it('in the currency and at the rate in which it came, in parts that come to its last coin', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode]);
    const ten = Money.parse('10', 'EUR');
    await pay(await line(ten), call);
    const whole = toLei(ten, await room.db.transaction((tx) => room.get(RatesService).current('EUR', today, tx)));
    const gift = await paid(projectId, '33.33');
    await room.get(CallsService).close(call, town.operators[0]);
    const rest = whole.minus(lei('33.33'));
    const cents = (1_000n * rest.minor) / whole.minor;
    await send(call, OTHER);
    const [one] = await room.get(SponsorReturnsQueries).of(call);
    expect([one!.lei, one!.amount]).toEqual([rest, Money.ofMinor(cents, 'EUR')]);
    await refund(gift);
    await send(call, OTHER);
    const [two] = await room.get(SponsorReturnsQueries).of(call);
    expect([two!.lei, two!.amount]).toEqual([lei('33.33'), Money.ofMinor(1_000n - cents, 'EUR')]);
    expect(await stands(call)).toBe(`${whole.toString()} 0.00 0.00 ${whole.toString()}`);
    await sound();
  });

  it('only as it was asked: when another sum would go by now, the second signature is refused and the money stays', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode]);
    await pay(await line(lei('100')), call);
    const gift = await paid(projectId, '30');
    await room.get(CallsService).close(call, town.operators[0]);
    const asked = await ask(call, FROM);
    await refund(gift);
    const returns = room.get(SponsorReturnsService);
    await expect(returns.confirm(asked, town.operators[1])).rejects.toMatchObject({ code: 'call-return-changed' });
    await returns.refuse(asked, town.operators[0], 'altă sumă');
    expect(await stands(call)).toBe('100.00 0.00 100.00 0.00');
    const again = await ask(call, FROM);
    const both = await Promise.allSettled([returns.confirm(again, town.operators[1]), returns.confirm(again, town.operators[1])]); // prettier-ignore
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stands(call)).toBe('100.00 0.00 0.00 100.00');
    await sound();
  });

  it('is found out by the audit when it is more than came, or another sum than was ordered', async () => {
    const { placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode]);
    await pay(await line(lei('100')), call);
    await room.get(CallsService).close(call, town.operators[0]);
    const order = await send(call, FROM);
    await sound();
    const set = (more: string) => plant(room, ['matching.sponsor_return'], [`update matching.sponsor_return set ${more} where order_id = '${order}'`]); // prettier-ignore
    const found = async () =>
      (await room.get(AuditService).run()).filter(({ subject }) => subject === `call:${call}`).map(({ kind }) => kind);
    await set('amount_minor = amount_minor + 1');
    expect(await found()).toEqual(['sponsor-over', 'sponsor-order']);
    await set('amount_minor = amount_minor - 1');
    await set('fallen_at = platform.now()');
    expect(await found()).toEqual(['sponsor-order']);
    await set('fallen_at = null');
    await sound();
  });
});
