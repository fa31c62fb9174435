import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { civilDate, type DomainError, Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { type Give, GivingService, type Pledge, PledgesQueries } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { openAccount } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { FundAccess, FundGivingService, FundsModule, FundsQueries, PlansService } from './index.js';

const DAY = 86_400;
const paths = { success: '/ro/x/{ref}', cancel: '/ro/x/{id}' };
const EUR = Money.parse('50.00', 'EUR');
const LEI = Money.parse('500.00', 'MDL');

describe('a rate that is too old', () => {
  let room: StripeRoom;
  let town: Town;
  let projectId: Give['projectId'];
  let pledges: GivingService;
  let giving: FundGivingService;
  let funds: FundsQueries;
  beforeAll(async () => {
    room = await openStripeRoom([FundsModule, AuditModule], { RATES_MAX_DAYS: '10' });
    [pledges, giving, funds] = [room.get(GivingService), room.get(FundGivingService), room.get(FundsQueries)];
    town = await buildTown(room);
    projectId = (await openCampaign(room.db, { model: 'keep', closesIn: '60 days' })).projectId;
    for (const [currency, iban] of [['EUR', 'MD24AG000225100013104168'], ['MDL', 'MD10AG398259791907483378']] as const)
      await openAccount(room, { id: newId<'BankAccount'>(), currency, iban, bank: 'Banca', holder: 'Plai' });
  }); // prettier-ignore
  afterAll(() => room.close());

  const newTable = async (value: string, code = 'EUR') => {
    const [year, month, day] = civilDate(await room.get(Clock).now()).split('-');
    await room.get(RatesService).load(
      `<ValCurs Date="${day}.${month}.${year}"><Valute><CharCode>${code}</CharCode><Nominal>1</Nominal><Value>${value}</Value></Valute></ValCurs>`,
    );
  }; // prettier-ignore
  const give = (over: Partial<Give> = {}): Give => ({
    ...{ id: newId<'Pledge'>(), projectId, email: `${newId()}@example.com`, lang: 'ro', amount: EUR, coverFee: false },
    ...{ by: 'card', shortfall: 'return', follow: false, paths, ...over },
  });
  const toFund = (amount: Money) => ({
    ...{ placeCode: town.placeCode, email: `${newId()}@example.com`, lang: 'ro', amount, coverFee: true, paths } as const,
  }); // prettier-ignore
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      (error: DomainError) => `${error.kind} ${error.code} ${JSON.stringify(error.params)}`,
    );
  const payOn = async (url: string, checkoutId: Pledge['checkoutId']) => {
    expect(url).toMatch(/^http/);
    const { session } = (await room.get(CheckoutsService).find(checkoutId!))!;
    await room.stripe.control.pay(session!, { card: '4242424242424242', authenticate: 'authorise' });
    await room.settle();
  };
  const run = async (...chores: string[]) => {
    for (const chore of chores) await room.get(Courier).run(chore);
    await room.settle();
  };
  const well = async () => {
    await run('payments.book', 'payments.book', 'payments.book');
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const STALE = 'invalid rate-stale {"currency":"EUR","days":11,"own":"no"}';
  const TOO_LATE = STALE.replace('"no"', '"yes"');
  const toNext = async (plan: { id: Parameters<FundsQueries['plan']>[0] }) => {
    const { nextOn } = (await funds.plan(plan.id))!;
    await room.pass((Date.parse(nextOn!) - Date.parse(civilDate(await room.get(Clock).now()))) / 1000);
  };

  it('takes nothing new, keeps what is promised, and lei go on', async () => {
    await newTable('20');
    const [paid, awaited, unpaid] = [give(), give({ by: 'transfer' }), give()];
    const [first, second, left] = [await pledges.give(paid), await pledges.give(awaited), await pledges.give(unpaid)];
    const once = { ...toFund(EUR), id: newId<'FundGift'>() };
    const monthly = { ...toFund(EUR), id: newId<'Plan'>() };
    const inLei = { ...toFund(LEI), id: newId<'Plan'>() };
    const gift = await giving.give(once);
    for (const url of [await pledges.payUrl(left), await giving.payUrl(gift.id)]) expect(url).toMatch(/^http/);
    for (const { id, checkoutId } of [await giving.begin(monthly), await giving.begin(inLei)])
      await payOn(await giving.saveUrl(id), checkoutId);
    await room.pass(10 * DAY);
    expect(await codeOf(pledges.quote({ amount: EUR, coverFee: false }))).toBe('taken');
    // A page that was left opens anew for as long as the gift's own rate may be used.
    await run('payments.reconcile');
    const url = await pledges.payUrl(await pledges.give(paid), paths);
    await payOn(url, (await room.get(PledgesQueries).find(first.id))!.checkoutId);
    const counted = (await room.get(PledgesQueries).find(first.id))!;
    expect([counted.state, counted.cameLei.toString(), counted.rate]).toEqual(['counted', '1000.00', '20']);
    await room.pass(DAY);

    expect(await codeOf(pledges.quote({ amount: EUR, coverFee: false }))).toBe(STALE);
    expect(await codeOf(giving.quote({ amount: EUR, coverFee: false }))).toBe(STALE);
    expect(await codeOf(pledges.give(give()))).toBe(STALE);
    expect(await codeOf(pledges.give(give({ by: 'transfer' })))).toBe(STALE);
    const members = [1, 2].map(() => ({ name: 'Ion', amount: null, public: true }));
    expect(await codeOf(pledges.give(give({ pool: { name: 'Clasa a IX-a', members } })))).toBe(STALE);
    const refused = [newId<'FundGift'>(), newId<'Plan'>()] as const;
    expect(await codeOf(giving.give({ ...toFund(EUR), id: refused[0] }))).toBe(STALE);
    expect(await codeOf(giving.begin({ ...toFund(EUR), id: refused[1] }))).toBe(STALE);
    expect([await funds.find(refused[0]), await funds.plan(refused[1])]).toEqual([null, null]);

    // The same request is the same gift, whatever has become of the rate.
    expect((await pledges.give(awaited)).id).toBe(second.id);
    expect([(await giving.give(once)).ref, (await giving.begin(monthly)).id]).toEqual([gift.ref, monthly.id]);
    // What nobody has paid gets no new page at it.
    expect((await pledges.give(unpaid)).state).toBe('abandoned');
    expect(await codeOf(pledges.payUrl(await pledges.give(unpaid), paths))).toBe(TOO_LATE);
    expect(await codeOf(giving.payUrl(gift.id, paths))).toBe(TOO_LATE);
    const states = [await room.get(PledgesQueries).find(left.id), await funds.find(gift.id)].map((one) => one!.state);
    expect(states).toEqual(['abandoned', 'abandoned']);

    // Lei, with the fee estimated by the last euro known, in all ways of giving.
    const quote = await pledges.quote({ amount: LEI, coverFee: true });
    expect([quote.lei.equals(LEI), quote.fee.isPositive(), quote.total.equals(LEI.plus(quote.fee))]).toEqual([true, true, true]); // prettier-ignore
    const card = await pledges.give(give({ amount: LEI, coverFee: true }));
    await payOn(await pledges.payUrl(card), card.checkoutId);
    expect((await room.get(PledgesQueries).find(card.id))!.state).toBe('counted');
    expect((await pledges.give(give({ amount: LEI, by: 'transfer' }))).state).toBe('awaited');
    expect((await giving.give({ ...toFund(LEI), id: newId<'FundGift'>() })).state).toBe('started');
    await well();
  });

  it('lets a month wait for a rate, while months in lei are charged; its sum can be changed meanwhile', async () => {
    await newTable('20.5');
    const [euro, lei] = [{ ...toFund(EUR), id: newId<'Plan'>() }, { ...toFund(LEI), id: newId<'Plan'>() }];
    for (const plan of [euro, lei]) {
      const { checkoutId } = await giving.begin(plan);
      await payOn(await giving.saveUrl(plan.id), checkoutId);
    }
    const months = async () =>
      Promise.all([euro, lei].map(async ({ id }) => (await funds.monthsOf(id)).map((one) => `${one.state} ${one.rate}`)));
    await toNext(euro);
    await run('funds.charge');
    expect(await months()).toEqual([['counted 20.5'], ['counted 1', 'counted 1']]);
    const more = { amount: Money.parse('60.00', 'EUR'), coverFee: false };
    await room.get(PlansService).changeSum(euro.id, { token: room.get(FundAccess).tokenOf('plan', euro.id) }, more);
    await newTable('21');
    await run('funds.charge');
    expect(await months()).toEqual([['counted 21', 'counted 20.5'], ['counted 1', 'counted 1']]);
    expect((await funds.monthsOf(euro.id))[0]!.gift.toString()).toBe('60.00');
    await well();
  }); // prettier-ignore

  it('refuses a new page at an old rate when a newer one has come, and lei never', async () => {
    await room.pass(DAY);
    await newTable('22');
    const [euro, lei] = [give(), give({ amount: LEI })];
    for (const one of [euro, lei]) await pledges.payUrl(await pledges.give(one));
    const [fundEuro, fundLei] = [{ ...toFund(EUR), id: newId<'FundGift'>() }, { ...toFund(LEI), id: newId<'FundGift'>() }];
    for (const one of [fundEuro, fundLei]) await giving.payUrl((await giving.give(one)).id);
    await room.pass(11 * DAY);
    await run('payments.reconcile');
    await newTable('23');
    expect(await codeOf(pledges.payUrl(await pledges.give(euro), paths))).toBe(TOO_LATE);
    expect(await codeOf(giving.payUrl(fundEuro.id, paths))).toBe(TOO_LATE);
    for (const url of [await pledges.payUrl(await pledges.give(lei), paths), await giving.payUrl(fundLei.id, paths)])
      expect(url).toMatch(/^http/);
  }); // prettier-ignore

  it('begins a monthly gift whose card is saved late; its first month waits for a rate', async () => {
    await room.pass(DAY);
    await newTable('24');
    const plan = { ...toFund(EUR), id: newId<'Plan'>() };
    await giving.begin(plan);
    await room.pass(11 * DAY);
    const url = await giving.saveUrl(plan.id, paths);
    await payOn(url, (await funds.plan(plan.id))!.checkoutId);
    const today = civilDate(await room.get(Clock).now());
    expect((await funds.plan(plan.id))!).toMatchObject({ state: 'active', nextOn: today });
    await run('funds.charge');
    expect(await funds.monthsOf(plan.id)).toEqual([]);
    await newTable('25');
    for (const times of ['once', 'not twice']) {
      await run('funds.charge');
      const months = (await funds.monthsOf(plan.id)).map(({ state, rate }) => `${state} ${rate}`);
      expect([times, months]).toEqual([times, ['counted 25']]);
    }
    expect((await funds.plan(plan.id))!.nextOn! > today).toBe(true);
    await well();
  });

  it('lets the months of a currency that is withdrawn wait, and takes nobody else his place', async () => {
    await room.pass(DAY);
    await newTable('26');
    const [euro, lei] = [{ ...toFund(EUR), id: newId<'Plan'>() }, { ...toFund(LEI), id: newId<'Plan'>() }];
    for (const plan of [euro, lei]) {
      const { checkoutId } = await giving.begin(plan);
      await payOn(await giving.saveUrl(plan.id), checkoutId);
    }
    await toNext(euro);
    await newTable('18', 'USD');
    await run('funds.charge');
    const months = async () => Promise.all([euro, lei].map(async ({ id }) => (await funds.monthsOf(id)).length));
    expect(await months()).toEqual([1, 2]);
    await room.pass(DAY);
    await newTable('27');
    await run('funds.charge');
    expect(await months()).toEqual([2, 2]);
    await well();
  }); // prettier-ignore

  it('lets lei be given before any rate is known', async () => {
    const empty = await openStripeRoom([FundsModule, AuditModule]);
    try {
      const quote = await empty.get(GivingService).quote({ amount: LEI, coverFee: true });
      expect([quote.total.compare(LEI), quote.lei.equals(LEI)]).toEqual([1, true]);
    } finally {
      await empty.close();
    }
  });
});
