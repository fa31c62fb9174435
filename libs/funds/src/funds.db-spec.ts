import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { civilDate, Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { DeskQueries, GivingService, PledgesQueries } from '#libs/pledges/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import {
  FundAccess,
  FundGivingService,
  FundRefundsService,
  FundsModule,
  FundsQueries,
  type PlanId,
  PlansService,
} from './index.js';
import { dayIn, dayOf, monthAfter, monthOf } from './months.js';

const DAY = 86_400;
const CARDS = { ok: '4242424242424242', declinedLater: '4000000000000341', wantsPerson: '4000002760003184' };
const paths = { success: '/ro/x/{ref}', cancel: '/ro/x/{id}' };

describe('gifts to a town’s fund, with the simulated Stripe', () => {
  let room: StripeRoom;
  let town: Town;
  let giving: FundGivingService;
  let plans: PlansService;
  let funds: FundsQueries;
  beforeAll(async () => {
    room = await openStripeRoom([FundsModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    [giving, plans, funds] = [room.get(FundGivingService), room.get(PlansService), room.get(FundsQueries)];
  });
  afterAll(() => room.close());

  const said = (over: { amount?: string; email?: string } = {}) => ({
    placeCode: town.placeCode,
    email: over.email ?? `${newId()}@example.com`,
    lang: 'en' as const,
    amount: Money.parse(over.amount ?? '10.00', 'EUR'),
    coverFee: true,
    paths,
  });
  const run = async (...chores: string[]) => {
    for (const chore of chores) await room.get(Courier).run(chore);
    await room.settle();
  };
  const settled = async () => {
    await run('payments.book', 'payments.book');
    await run('payments.book');
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const payOn = async (checkoutId: string | null, card = CARDS.ok) => {
    await room.get(CheckoutsService).urlOf(checkoutId as never);
    const { session } = (await room.get(CheckoutsService).find(checkoutId as never))!;
    const { outcome } = await room.stripe.control.pay(session!, { card, authenticate: 'authorise' });
    await room.settle();
    return outcome;
  };
  const begin = async (card = CARDS.ok) => {
    const plan = await giving.begin({ ...said(), id: newId<'Plan'>() });
    await payOn(plan.checkoutId, card);
    return plan.id;
  };
  const holder = (id: PlanId) => ({ token: room.get(FundAccess).tokenOf('plan', id) });
  const states = async (id: PlanId) => (await funds.monthsOf(id)).map(({ state }) => state).reverse();
  const stateOf = async (id: PlanId) => (await funds.plan(id))!.state;
  const today = async () => civilDate(await room.get(Clock).now());
  /** Goes to the day on which the plan is charged next. */
  const nextMonth = async (id: PlanId) => {
    const { nextOn } = (await funds.plan(id))!;
    const days = Math.round((Date.parse(nextOn!) - Date.parse(await today())) / 86_400_000);
    await room.pass(days * DAY);
    await run('funds.charge');
  };

  it('counts a gift made once in the purse, however often its payment is told', async () => {
    town = await buildTown(room);
    const id = newId<'FundGift'>();
    const give = { ...said(), id };
    const gift = await giving.give(give);
    expect((await giving.give(give)).ref).toBe(gift.ref);
    await expect(giving.give({ ...give, amount: Money.parse('11.00', 'EUR') })).rejects.toMatchObject({ code: 'gift-id-taken' }); // prettier-ignore
    await expect(giving.give({ ...give, id: newId<'FundGift'>(), placeCode: '0000000' })).rejects.toMatchObject({ code: 'fund-unknown' }); // prettier-ignore
    await room.stripe.control.rule({ action: 'duplicate', copies: 20 });
    expect(await payOn(gift.checkoutId)).toBe('paid');
    await room.stripe.control.clearRules();
    await settled();
    const totals = await funds.totals(town.placeCode);
    const { lei, state } = (await funds.find(id))!;
    expect([totals.given, totals.held, totals.givers, state]).toEqual([lei, lei, 1, 'counted']);
    const proof = await funds.byReceipt((await funds.find(id))!.receiptCode.toLowerCase());
    expect(proof).toMatchObject({ placeCode: town.placeCode, state: 'valid', journal: `fund-gift:${id}:counted` });
  });

  it('opens a payment page that was left anew', async () => {
    const gift = await giving.give({ ...said(), id: newId<'FundGift'>() });
    await giving.payUrl(gift.id);
    await room.pass(2 * 3600);
    await run('payments.reconcile');
    expect((await funds.find(gift.id))!.state).toBe('abandoned');
    await giving.payUrl(gift.id, paths);
    const again = (await funds.find(gift.id))!;
    expect([again.state, again.checkoutId === gift.checkoutId]).toEqual(['started', false]);
    await payOn(again.checkoutId);
    expect((await funds.find(gift.id))!.state).toBe('counted');
  });

  it('takes what is begun after a project has all it needs, and the gift that crosses it counts whole', async () => {
    town = await buildTown(room);
    const { id: projectId } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const pledges = room.get(GivingService);
    const give = (amount: string) => {
      const words = { shortfall: 'return', follow: false, by: 'card', projectId } as const;
      return pledges.give({ ...said({ amount }), ...words, id: newId<'Pledge'>() });
    };
    const [first, waits] = [await give('45.00'), await give('60.00')];
    await payOn(first.checkoutId);
    await payOn((await give('45.00')).checkoutId);
    await expect(give('5.00')).rejects.toMatchObject({ kind: 'conflict', code: 'campaign-full' });
    // Begun before: it counts whole, however far it goes beyond.
    await payOn(waits.checkoutId);
    const [totals] = await room.get(PledgesQueries).totals([projectId]);
    expect(totals!.raised.compare(Money.parse('2500', 'MDL'))).toBe(1);
    const gift = await giving.give({ ...said(), id: newId<'FundGift'>(), fromProjectId: projectId });
    await payOn(gift.checkoutId);
    expect((await funds.find(gift.id))!).toMatchObject({ state: 'counted', fromProjectId: projectId });
    const elsewhere = { ...said(), placeCode: (await buildTown(room)).placeCode, id: newId<'FundGift'>() };
    await expect(giving.give({ ...elsewhere, fromProjectId: projectId })).rejects.toMatchObject({ code: 'project-not-published' }); // prettier-ignore
    await settled();
  });

  it('gives back a part and then the rest with two signatures, to the ban, while it is free', async () => {
    town = await buildTown(room);
    const gift = await giving.give({ ...said(), id: newId<'FundGift'>() });
    await payOn(gift.checkoutId);
    await settled();
    const [first, second] = town.operators;
    const refunds = room.get(FundRefundsService);
    const giveBack = async (amount: string | null) => {
      const approvalId = newId<'Approval'>();
      const wish = {
        approvalId,
        giftId: gift.id,
        amount: amount ? Money.parse(amount, 'EUR') : null,
        reason: 'La cerere',
      };
      await refunds.ask(wish, first);
      await refunds.ask(wish, first);
      const other = { ...wish, amount: wish.amount ? null : gift.gross };
      await expect(refunds.ask(other, first)).rejects.toMatchObject({ code: 'id-taken' });
      await expect(refunds.confirm(approvalId, first)).rejects.toMatchObject({ code: 'second-person-needed' });
      await refunds.confirm(approvalId, second);
      await room.settle();
    };
    await expect(giveBack('10.01')).rejects.toMatchObject({ code: 'refund-amount' });
    await giveBack('3.33');
    await settled();
    expect((await funds.find(gift.id))!.state).toBe('counted');
    await giveBack(null);
    await settled();
    expect((await funds.find(gift.id))!.state).toBe('refunded');
    expect((await funds.totals(town.placeCode)).held.isZero()).toBe(true);
    expect((await room.get(DeskQueries).refundsOf(gift.id)).map(({ state, amount }) => [state, amount.toString()])).toEqual([['paid', '3.33'], ['paid', gift.gross.minus(Money.parse('3.33', 'EUR')).toString()]]); // prettier-ignore
    await expect(giveBack(null)).rejects.toMatchObject({ code: 'refund-amount' });
  });

  it('gives nothing back while the donor’s bank is deciding about it', async () => {
    town = await buildTown(room);
    const gift = await giving.give({ ...said(), id: newId<'FundGift'>() });
    await payOn(gift.checkoutId);
    await settled();
    const sql = 'select stripe_charge as id from payments.charge where owner = $1';
    const [{ id: charge }] = (await room.db.rows<{ id: string }>(sql, [gift.owner])) as [{ id: string }];
    const { id: dispute } = await room.stripe.control.dispute(charge);
    await room.settle();
    const ask = () => {
      const wish = { approvalId: newId<'Approval'>(), giftId: gift.id, amount: null, reason: 'La cerere' };
      return room.get(FundRefundsService).ask(wish, town.operators[0]);
    };
    await expect(ask()).rejects.toMatchObject({ code: 'gift-disputed' });
    await room.stripe.control.closeDispute(dispute, { outcome: 'won' });
    await settled();
    await ask();
  });

  it('charges a monthly gift at once and then on its day, once a month, also with two workers', async () => {
    town = await buildTown(room);
    const id = await begin();
    const [first] = await funds.monthsOf(id);
    expect([first!.state, first!.month]).toEqual(['counted', monthOf(await today())]);
    const { nextOn, day } = (await funds.plan(id))!;
    expect([day, nextOn]).toEqual([dayOf(await today()), dayIn(monthAfter(monthOf(await today())), day!)]);
    await run('funds.charge');
    expect(await states(id)).toEqual(['counted']);
    const days = Math.round((Date.parse(nextOn!) - Date.parse(await today())) / 86_400_000);
    await room.pass(days * DAY);
    await Promise.all([room.get(Courier).run('funds.charge'), room.get(Courier).run('funds.charge')]);
    await run('funds.charge');
    expect(await states(id)).toEqual(['counted', 'counted']);
    const charges = await room.db.rows(`select key from payments.charge where key like 'plan:' || $1::text || '%'`, [
      id,
    ]);
    expect(charges).toHaveLength(2);
    await settled();
    expect((await funds.totals(town.placeCode)).monthly).toBe(1);
  });

  it('makes up for no month in which nothing ran', async () => {
    town = await buildTown(room);
    const id = await begin();
    await room.pass(100 * DAY);
    await run('funds.charge', 'funds.charge');
    expect(await states(id)).toEqual(['counted', 'counted']);
    expect((await funds.plan(id))!.nextOn! > (await today())).toBe(true);
  });

  it('asks the person whose bank wants him: paid by the link within seven days, with one charge', async () => {
    town = await buildTown(room);
    const id = await begin();
    await plans.newCard(id, holder(id), paths);
    await payOn((await funds.plan(id))!.checkoutId, CARDS.wantsPerson);
    await nextMonth(id);
    expect(await states(id)).toEqual(['counted', 'declined']);
    const [month] = await funds.monthsOf(id);
    expect(month!.failure).toBe('authentication_required');
    await plans.payMonth(id, holder(id), { giftId: month!.id, paths });
    expect(await payOn((await funds.find(month!.id))!.checkoutId)).toBe('paid');
    expect(await states(id)).toEqual(['counted', 'counted']);
    await settled();
    const token = room.get(FundAccess).tokenOf('gift', month!.id);
    await expect(plans.pause(id, { token })).rejects.toMatchObject({ code: 'plan-unknown' });
  });

  it('charges a month that was declined with the new card, and forgets the old one', async () => {
    town = await buildTown(room);
    const id = await begin(CARDS.declinedLater);
    expect(await states(id)).toEqual(['declined']);
    const old = (await funds.plan(id))!.cardId;
    await plans.newCard(id, holder(id), paths);
    await payOn((await funds.plan(id))!.checkoutId);
    await run('payments.reconcile');
    expect(await states(id)).toEqual(['counted']);
    const { cardId } = (await funds.plan(id))!;
    expect(cardId).not.toBe(old);
    const [kept, gone] = await Promise.all([cardId, old].map((card) => room.get(CheckoutsService).find(card!)));
    expect([kept!.releaseWantedAt, gone!.releaseWantedAt]).toEqual([null, expect.any(Date)]);
    await settled();
  });

  it('lets three months lapse, then ends by itself and forgets the card', async () => {
    town = await buildTown(room);
    const id = await begin(CARDS.declinedLater);
    for (let n = 1; n <= 3; n += 1) {
      expect(await stateOf(id)).toBe('active');
      await room.pass(7 * DAY);
      await run('funds.lapse');
      if (n < 3) await nextMonth(id);
    }
    expect([await stateOf(id), await states(id)]).toEqual(['ended', ['lapsed', 'lapsed', 'lapsed']]);
    const { cardId, endedWhy } = (await funds.plan(id))!;
    expect(endedWhy).toBe('lapsed');
    expect((await room.get(CheckoutsService).find(cardId!))!.releasedAt).toBeInstanceOf(Date);
    await run('funds.charge');
    await settled();
  });

  it('pauses, goes on, changes its sum and stops', async () => {
    town = await buildTown(room);
    const id = await begin();
    await plans.pause(id, holder(id));
    await room.pass(40 * DAY);
    await run('funds.charge');
    expect(await states(id)).toEqual(['counted']);
    await plans.resume(id, holder(id));
    await plans.changeSum(id, holder(id), { amount: Money.parse('25.00', 'EUR'), coverFee: false });
    await expect(plans.changeSum(id, holder(id), { amount: Money.parse('25.00', 'USD'), coverFee: false })).rejects.toMatchObject({ code: 'plan-currency' }); // prettier-ignore
    await nextMonth(id);
    const [newest] = await funds.monthsOf(id);
    expect([newest!.gift.toString(), newest!.cover.isZero(), newest!.state]).toEqual(['25.00', true, 'counted']);
    await plans.stop(id, holder(id));
    await plans.stop(id, holder(id));
    await room.pass(40 * DAY);
    await run('funds.charge');
    expect([await stateOf(id), await states(id)]).toEqual(['ended', ['counted', 'counted']]);
    await expect(plans.resume(id, holder(id))).rejects.toMatchObject({ code: 'plan-state' });
    await settled();
  });

  it('sends back what was paid twice for one month', async () => {
    town = await buildTown(room);
    const id = await begin(CARDS.declinedLater);
    const [month] = await funds.monthsOf(id);
    const session = async () => {
      await plans.payMonth(id, holder(id), { giftId: month!.id, paths });
      return (await room.get(CheckoutsService).find((await funds.find(month!.id))!.checkoutId!))!.session!;
    };
    // Two tabs, both open at Stripe still.
    for (const page of [await session(), await session()])
      await room.stripe.control.pay(page, { card: CARDS.ok, authenticate: 'authorise' });
    await room.settle();
    await settled();
    expect(await states(id)).toEqual(['counted']);
    const paid = await room.db.rows<{ n: number }>(
      `select count(*)::int as n from payments.charge where owner = $1 and state = 'succeeded'`,
      [`fund-gift:${month!.id}`],
    );
    const back = await room.db.rows('select 1 from pledges.overpayment where fund_gift_id = $1', [month!.id]);
    expect([paid[0]!.n, back.length]).toEqual([2, 1]);
  });
});
