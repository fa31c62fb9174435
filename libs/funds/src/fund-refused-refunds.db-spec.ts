import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { BankService, type LineMeaning, OrderFilesService, PaymentOrdersService } from '#libs/banking/src/index.js';
import { civilDate, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { DeskQueries, GiftRefundsService, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openAccount } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type FundGift, FundGivingService, FundRefundsService, FundsModule, FundsQueries } from './index.js';

const IBAN = 'DE89370400440532013000';

describe('money of a fund that a card does not take back', () => {
  let room: StripeRoom;
  let town: Town;
  let first: PersonId;
  let second: PersonId;
  const accountId = newId<'BankAccount'>();
  beforeAll(async () => {
    room = await openStripeRoom([FundsModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    [first, second] = town.operators;
    const account = { id: accountId, currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
    await line('500.00', 'own-means');
  });
  afterAll(() => room.close());

  const settled = async () => {
    await room.settle();
    for (const chore of ['payments.book', 'payments.book']) await room.get(Courier).run(chore);
    await room.drain();
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const line = async (euros: string, meaning: LineMeaning, refersTo?: string) => {
    const bookedOn = civilDate(await room.get(Clock).now());
    const entered = { id: newId<'BankLine'>(), accountId, bookedOn, amount: Money.parse(euros, 'EUR'), reference: newId(), meaning, refersTo }; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, first), second);
  };
  const stateOf = async ({ id }: FundGift) => (await room.get(DeskQueries).refundsOf(id)).map(({ state }) => state);
  const waits = async ({ id }: FundGift) =>
    (await room.get(DeskQueries).waitingRefunds()).some(({ fundGiftId }) => fundGiftId === id);
  /** Gives the whole gift back and lets its card refuse, after Stripe had said that the money left. */
  const refused = async (): Promise<FundGift> => {
    const giving = room.get(FundGivingService);
    const said = { placeCode: town.placeCode, lang: 'en', coverFee: true, paths: { success: '/s', cancel: '/c' } } as const; // prettier-ignore
    const { id, checkoutId } = await giving.give({ ...said, id: newId<'FundGift'>(), amount: Money.parse('20.00', 'EUR'), email: `${newId()}@example.com` }); // prettier-ignore
    await giving.payUrl(id);
    const { session } = (await room.get(CheckoutsService).find(checkoutId!))!;
    await room.stripe.control.pay(session!, { card: '4242424242424242', authenticate: 'authorise' });
    await settled();
    const [approvalId, refunds] = [newId<'Approval'>(), room.get(FundRefundsService)];
    await refunds.ask({ approvalId, giftId: id, amount: null, reason: 'La cerere' }, first);
    await refunds.confirm(approvalId, second);
    await settled();
    await fail(id);
    return (await room.get(FundsQueries).find(id))!;
  };
  const fail = async (id: string) => {
    const sql = 'select stripe_refund as stripe from payments.refund where owner = $1 order by id desc limit 1';
    const [last] = await room.db.rows<{ stripe: string }>(sql, [`fund-gift:${id}`]);
    await room.stripe.control.failRefund(last!.stripe, {});
    await settled();
  };
  const asking = async (gift: FundGift, approvalId = newId<'Approval'>()) => {
    const [{ id: refundId }] = (await room.get(DeskQueries).refundsOf(gift.id)) as never as [{ id: never }];
    await room.get(ReturnOrdersService).ask({ approvalId, refundId, iban: IBAN, holder: 'Maria Ciobanu' }, first);
    return approvalId;
  };
  const news = async (gift: FundGift) =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where data->>'giftId' = $1 and name like 'funds.gift-refund%' order by id`, [gift.id])).map(({ name }) => name); // prettier-ignore

  it('waits for a person, is ordered from the bank by two, leaves in a file, is paid, comes back and is ordered anew', async () => {
    const gift = await refused();
    await room.pass(25 * 3600);
    await room.get(Courier).run('pledges.refund-again');
    await settled();
    await fail(gift.id);
    expect([await stateOf(gift), await waits(gift)]).toEqual([['failed'], true]);
    const orders = room.get(ReturnOrdersService);
    const approvalId = await asking(gift);
    await asking(gift, approvalId);
    await expect(asking(gift)).rejects.toMatchObject({ code: expect.stringMatching(/approval-waiting|refund-not-waiting/) }); // prettier-ignore
    await expect(orders.confirm(approvalId, first)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(orders.ask({ approvalId, refundId: newId(), iban: IBAN, holder: 'x' }, gift.personId)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
    // Two clicks at once are one order.
    const clicks = await Promise.allSettled([orders.confirm(approvalId, second), orders.confirm(approvalId, second)]);
    const [made] = clicks.flatMap((click) => (click.status === 'fulfilled' ? [click.value] : []));
    expect(await room.db.rows('select 1 from banking.payment_order where owner = $1', [gift.owner])).toHaveLength(1);
    expect([await stateOf(gift), await waits(gift)]).toEqual([['ordered'], false]);
    await settled();
    const [files, fileId] = [room.get(OrderFilesService), newId<'OrderFile'>()];
    await files.confirm(await files.make(fileId, accountId, first), second);
    await files.take(fileId, first);
    await settled();
    const { gross } = gift;
    await line(gross.toString(), 'order', made);
    await settled();
    expect([await stateOf(gift), (await news(gift)).at(-1)]).toEqual([['paid'], 'funds.gift-refunded']);
    await line(gross.toString(), 'order-returned', made);
    await settled();
    expect([await stateOf(gift), await waits(gift)]).toEqual([['failed'], true]);
    const again = await orders.confirm(await asking(gift), second);
    await room.get(PaymentOrdersService).markSent(again, first);
    await line(gross.toString(), 'order', again);
    await settled();
    expect(await stateOf(gift)).toEqual(['paid']);
    expect((await room.get(FundsQueries).totals(town.placeCode)).held.isZero()).toBe(true);
  });

  it('goes by one way only: while an order is open the card is left alone, and after the card has paid none is made', async () => {
    const gift = await refused();
    const approvalId = await asking(gift);
    const [{ id }] = (await room.get(DeskQueries).refundsOf(gift.id)) as never as [{ id: never }];
    await expect(room.get(GiftRefundsService).retry(id, first)).rejects.toMatchObject({ code: 'refund-not-waiting' });
    await room.pass(25 * 3600);
    await room.get(Courier).run('pledges.refund-again');
    expect(await stateOf(gift)).toEqual(['failed']);
    await room.get(ReturnOrdersService).refuse(approvalId, second, 'Alt cont');
    await room.get(GiftRefundsService).retry(id, first);
    await settled();
    expect(await stateOf(gift)).toEqual(['paid']);
    await expect(asking(gift)).rejects.toMatchObject({ code: 'refund-not-waiting' });
  });
});
