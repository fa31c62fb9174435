import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { CorrectionsModule, CorrectionsService } from '#libs/corrections/src/index.js';
import { FundAccess, FundGivingService, FundRefundsService, FundsQueries, PlansService } from '#libs/funds/src/index.js'; // prettier-ignore
import { addDays, civilDate, Money, newId } from '#libs/kernel/src/index.js';
import { HeadsQueries, JournalsQueries } from '#libs/ledger/src/index.js';
import { CheckoutsService, DisputesQueries } from '#libs/payments/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { DeskQueries, PublicWordsService, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { staffer } from '../../../test/support/campaign.js';
import { openAccount } from '../../../test/support/money.js';
import { type Mailbox, openPost } from '../../../test/support/post.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { sealAll } from '../../../test/support/sealed.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { NoticesModule } from './index.js';

const paths = { success: '/s', cancel: '/c' };

describe('letters about gifts to a fund', () => {
  let post: Mailbox;
  let room: StripeRoom;
  let town: Town;
  beforeAll(async () => {
    const { box, env } = await openPost();
    post = box;
    room = await openStripeRoom([NoticesModule, CorrectionsModule, AuditModule], env);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
  });
  afterAll(async () => {
    await room.close();
    await post.close();
  });

  const said = (email: string) => ({ placeCode: town.placeCode, email, lang: 'en' as const, amount: Money.parse('10.00', 'EUR'), coverFee: false, paths }); // prettier-ignore
  const pay = async (checkoutId: string | null, month?: string) => {
    await room.get(CheckoutsService).urlOf(checkoutId as never);
    const { session } = (await room.get(CheckoutsService).find(checkoutId as never))!;
    const [year, number] = (month ?? '2034-12').split('-').map(Number) as [number, number];
    await room.stripe.control.pay(session!, { card: '4242424242424242', expiry: { month: number, year } });
    await room.settle();
  };
  const run = async (chore: string) => {
    await room.get(Courier).run(chore);
    await room.settle();
  };
  const lettersTo = (email: string) => post.letters.filter(({ to }) => to === email);

  it('warns once of a saved card in its last month, with the link to change it, and not of the new one', async () => {
    const today = civilDate(await room.get(Clock).now());
    const month = today.slice(0, 7);
    const email = `${newId()}@example.com`;
    const plan = await room.get(FundGivingService).begin({ ...said(email), id: newId<'Plan'>() });
    await pay(plan.checkoutId, month);
    const saved = (await room.get(FundsQueries).plan(plan.id))!;
    expect([saved.state, await room.get(FundsQueries).cardUntil(saved)]).toEqual(['active', month]);
    for (let n = 0; n < 3; n += 1) await run('notices.cards-expire');
    const warnings = () => lettersTo(email).filter(({ subject }) => subject.includes('expires'));
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]!.text).toContain(`valid until the end of ${month.split('-').reverse().join('/')}`);
    expect(warnings()[0]!.text).toContain(`/en/monthly/${plan.id}?token=`);
    const token = room.get(FundAccess).tokenOf('plan', plan.id);
    await room.get(PlansService).newCard(plan.id, { token }, paths);
    const next = addDays(`${month}-28` as never, 40).slice(0, 7);
    await pay((await room.get(FundsQueries).plan(plan.id))!.checkoutId, next);
    await run('notices.cards-expire');
    expect(warnings()).toHaveLength(1);
    await room.pass(40 * 86_400);
    await run('notices.cards-expire');
    expect(warnings()).toHaveLength(civilDate(await room.get(Clock).now()).slice(0, 7) === next ? 2 : 1);
  });

  it.each([['ro', 'Amprenta registrului în clipa acestei scrisori'], ['ru', 'Отпечаток книги учёта в момент этого письма'], ['en', 'fingerprint when this letter was written']] as const)(
    'carry in %s the newest head of the books in the receipt, as that of a project’s gift',
    async (lang, words) => {
      const email = `${newId()}@example.com`;
      await sealAll(room);
      const head = (await room.get(HeadsQueries).newest())!;
      const gift = await room.get(FundGivingService).give({ ...said(email), lang, id: newId<'FundGift'>() });
      await pay(gift.checkoutId);
      expect(lettersTo(email).map(({ text }) => text.includes(`${words}: ${head.n}:${head.hash}.`))).toEqual([true]);
    },
  ); // prettier-ignore

  it('tell the donor why what he wrote does not show, once, of a gift and of a monthly one', async () => {
    const [email, words] = [`${newId()}@example.com`, room.get(PublicWordsService)];
    const wrote = { ...said(email), publicName: 'Votați' };
    const gift = await room.get(FundGivingService).give({ ...wrote, id: newId<'FundGift'>() });
    const plan = await room.get(FundGivingService).begin({ ...wrote, id: newId<'Plan'>() });
    for (const { id, checkoutId } of [gift, plan]) {
      await pay(checkoutId);
      for (let n = 0; n < 2; n += 1) await words.judge([{ id, hide: 'party' }], await staffer(room.db));
      await room.settle();
    }
    const hidden = lettersTo(email).filter(({ subject }) => subject.includes('not shown'));
    expect(hidden.map(({ text }) => text.includes('party or election message'))).toEqual([true, true]);
    expect(hidden[0]!.text).toContain(`/en/fund-gift/${gift.id}?token=`);
    expect(hidden[1]!.text).toContain(`/en/monthly/${plan.id}?token=`);
  });

  it('tell the donor when his sum or his card is changed, for whoever holds a link can', async () => {
    const email = `${newId()}@example.com`;
    const plan = await room.get(FundGivingService).begin({ ...said(email), id: newId<'Plan'>() });
    await pay(plan.checkoutId);
    const access = { token: room.get(FundAccess).tokenOf('plan', plan.id) };
    const sum = (amount: string) =>
      room.get(PlansService).changeSum(plan.id, access, { amount: Money.parse(amount, 'EUR'), coverFee: false });
    await sum('10.00');
    await sum('50.00');
    await room.get(PlansService).newCard(plan.id, access, paths);
    await pay((await room.get(FundsQueries).plan(plan.id))!.checkoutId);
    const told = lettersTo(email).filter(({ subject }) => subject.includes('has changed'));
    expect(told).toHaveLength(2);
    expect(told[0]!.text.replaceAll('\u00a0', ' ')).toMatch(/€50\.00 a month instead of €10\.00/);
    expect(told[1]!.text).toContain('from the card saved just now');
    expect(told[0]!.text).toContain(`/en/monthly/${plan.id}?token=`);
  });

  it('tell the donor that a refund which two said was paid has not left, once they take that back', async () => {
    const [first, second] = town.operators;
    const accountId = newId<'BankAccount'>();
    await openAccount(room, { id: accountId, currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' }); // prettier-ignore
    const booked = async () => {
      await room.settle();
      await run('payments.book');
      expect(await room.get(AuditService).run()).toEqual([]);
    };
    const line = async (euros: string, meaning: 'own-means' | 'order', refersTo?: string) => {
      const bookedOn = civilDate(await room.get(Clock).now());
      const entered = { id: newId<'BankLine'>(), accountId, bookedOn, amount: Money.parse(euros, 'EUR'), reference: newId(), meaning, refersTo }; // prettier-ignore
      await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, first), second);
      await booked();
    };
    await line('100.00', 'own-means');
    const email = `${newId()}@example.com`;
    const gift = await room.get(FundGivingService).give({ ...said(email), id: newId<'FundGift'>() });
    await pay(gift.checkoutId);
    const back = { approvalId: newId<'Approval'>(), giftId: gift.id, amount: null, reason: 'La cerere' };
    await room.get(FundRefundsService).ask(back, first);
    await room.get(FundRefundsService).confirm(back.approvalId, second);
    await booked();
    const [sent] = await room.db.rows<{ id: string }>('select stripe_refund as id from payments.refund where owner = $1', [gift.owner]); // prettier-ignore
    await room.stripe.control.failRefund(sent!.id, {});
    await booked();
    const [{ id: refundId }] = (await room.get(DeskQueries).refundsOf(gift.id)) as never as [{ id: never }];
    const order = {
      approvalId: newId<'Approval'>(),
      refundId,
      iban: 'DE89370400440532013000',
      holder: 'Maria Ciobanu',
    };
    await room.get(ReturnOrdersService).ask(order, first);
    const orderId = await room.get(ReturnOrdersService).confirm(order.approvalId, second);
    await line('10.00', 'order', orderId);
    const told = () =>
      lettersTo(email).filter(({ subject }) => subject === `Your refund has not left yet: ${gift.ref}`);
    expect(told()).toEqual([]);
    const journal = (await room.get(JournalsQueries).find({ key: `order:${orderId}:confirmed` }))!;
    const id = newId<'Approval'>();
    await room.get(CorrectionsService).ask({ id, journalId: journal.id, reason: 'Era altă plată.' }, first);
    await room.get(CorrectionsService).confirm(id, second);
    await booked();
    expect(told().map(({ text }) => /had sent back €10\.00 of your gift/.test(text))).toEqual([true]);
    const ofRefund = () => lettersTo(email).filter(({ subject }) => subject.includes('We sent your money back')).length;
    const before = ofRefund();
    await line('10.00', 'order', orderId);
    expect([ofRefund(), told().length]).toEqual([before + 1, 1]);
  });

  it('tell the operator of a dispute by the reference of the gift, with the way to its pages', async () => {
    const operator = await staffer(room.db);
    const gift = await room.get(FundGivingService).give({ ...said(`${newId()}@example.com`), id: newId<'FundGift'>() });
    await pay(gift.checkoutId);
    const [charge] = await room.db.rows<{ id: string }>('select stripe_charge as id from payments.charge where owner = $1', [gift.owner]); // prettier-ignore
    await room.stripe.control.earlyFraudWarning(charge!.id);
    await room.settle();
    await room.stripe.control.dispute(charge!.id);
    await room.settle();
    const [dispute] = await room.get(DisputesQueries).ofOwner(gift.owner);
    const [{ email }] = (await room.db.rows<{ email: string }>('select email from identity.person where id = $1', [operator])) as [{ email: string }]; // prettier-ignore
    const told = lettersTo(email).filter(({ text }) => text.includes(gift.ref));
    const paths = told.map(({ text }) => /plai\.test(\/\S+)/.exec(text)![1]);
    expect(paths).toEqual([`/ro/operator/fund-gifts/${gift.id}`, `/ro/operator/disputes/${dispute!.id}`]);
  });
});
