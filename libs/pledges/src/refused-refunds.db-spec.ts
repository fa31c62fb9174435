import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { DeskQueries, type GiftRefund, GiftRefundsService, GivingService, type Pledge, PledgesModule, PledgesQueries, ReturnOrdersService } from './index.js'; // prettier-ignore

const CARD = '4242424242424242';
import { openAccount } from '../../../test/support/money.js';

describe('money that a card does not take back', () => {
  let room: StripeRoom;
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    const account = { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
  });
  afterAll(() => room.close());

  const settled = async () => {
    await room.settle();
    for (const chore of ['payments.book', 'payments.book']) await room.get(Courier).run(chore);
    await room.drain();
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const refundsOf = (id: Pledge['id']): Promise<GiftRefund[]> => room.get(DeskQueries).refundsOf(id);
  const waiting = async () => (await room.get(DeskQueries).waitingRefunds()).map(({ pledgeId }) => pledgeId);
  const pay = async (id: Pledge['id'], checkoutId: Pledge['checkoutId']) => {
    await room.get(CheckoutsService).urlOf(checkoutId!);
    const session = (await room.get(CheckoutsService).find(checkoutId!))!.session!;
    await room.stripe.control.pay(session, { card: CARD, authenticate: 'authorise' });
    await settled();
    return (await room.get(PledgesQueries).find(id))!;
  };
  const give = async (): Promise<Pledge> => {
    const { projectId } = await openCampaign(room.db, { model: 'keep' });
    const pledge = await room.get(GivingService).give({
      ...{
        id: newId<'Pledge'>(),
        projectId,
        email: `d-${newId()}@example.com`,
        lang: 'ro',
        coverFee: true,
        by: 'card',
      },
      ...{ amount: Money.parse('50', 'EUR'), shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } },
    });
    return pay(pledge.id, pledge.checkoutId);
  };
  /** Gives the whole gift back and lets its card refuse, after Stripe had said that the money left. */
  const refused = async (pledge: Pledge): Promise<void> => {
    const approvalId = newId<'Approval'>();
    const refunds = room.get(GiftRefundsService);
    await refunds.ask({ approvalId, pledgeId: pledge.id, amount: null, reason: 'La cerere' }, await staffer(room.db));
    await refunds.confirm(approvalId, await staffer(room.db));
    await settled();
    await fail(pledge);
  };
  const fail = async ({ id }: Pledge) => {
    const [last] = await room.db.rows<{ stripe: string }>(
      `select stripe_refund as stripe from payments.refund where owner = $1 order by id desc limit 1`,
      [`pledge:${id}`],
    );
    await room.stripe.control.failRefund(last!.stripe, {});
    await settled();
  };

  it('is tried again by itself a day later, once, under the same refund', async () => {
    const pledge = await give();
    await refused(pledge);
    expect(await waiting()).toContain(pledge.id);
    await room.get(Courier).run('pledges.refund-again');
    expect((await refundsOf(pledge.id))[0]!.state).toBe('failed');
    await room.pass(25 * 3600);
    await Promise.all([1, 2].map(() => room.get(Courier).run('pledges.refund-again')));
    await settled();
    expect((await refundsOf(pledge.id)).map(({ state }) => state)).toEqual(['paid']);
    expect(await waiting()).not.toContain(pledge.id);
    await fail(pledge);
    await room.pass(48 * 3600);
    await room.get(Courier).run('pledges.refund-again');
    expect((await refundsOf(pledge.id))[0]!.state).toBe('failed');
  });

  it('is tried again when the operator says so; nobody else may, and only what failed', async () => {
    const pledge = await give();
    await refused(pledge);
    const [{ id }] = (await refundsOf(pledge.id)) as [GiftRefund];
    const refunds = room.get(GiftRefundsService);
    const one = await staffer(room.db);
    await expect(refunds.retry(id, pledge.personId)).rejects.toMatchObject({ kind: 'not-found' });
    const answers = await Promise.allSettled([refunds.retry(id, one), refunds.retry(id, one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await settled();
    expect((await refundsOf(pledge.id))[0]!.state).toBe('paid');
    await expect(refunds.retry(id, one)).rejects.toMatchObject({ code: 'refund-not-waiting' });
  });

  it('goes back whole, fee and all; while an order to the bank waits for its second signature, the card is left alone', async () => {
    const pledge = await give();
    await refused(pledge);
    const [{ id, amount }] = (await refundsOf(pledge.id)) as [GiftRefund];
    expect(amount.toString()).toBe(pledge.gross.toString());
    const [one, two] = [await staffer(room.db), await staffer(room.db)];
    const [orders, refunds] = [room.get(ReturnOrdersService), room.get(GiftRefundsService)];
    const approvalId = newId<'Approval'>();
    const ask = { approvalId, refundId: id, iban: 'DE89370400440532013000', holder: 'Maria Ciobanu' };
    await orders.ask(ask, one);
    await expect(refunds.retry(id, one)).rejects.toMatchObject({ code: 'refund-not-waiting' });
    await orders.refuse(approvalId, two, 'Alt cont');
    await refunds.retry(id, one);
    await settled();
    expect((await refundsOf(pledge.id))[0]!.state).toBe('paid');
  });

  it('is seen for a payment that could not count, too', async () => {
    const pledge = await give();
    const before = (await refundsOf(pledge.id)).length;
    await room.db.rows(`update pledges.pledge set checkout_id = null where id = $1`, [pledge.id]);
    await room.db.transaction(async (tx) => {
      const again = newId<'Checkout'>();
      await room.get(CheckoutsService).open(tx, {
        ...{ id: again, owner: pledge.owner, mode: 'pay', gift: pledge.gift, feeCover: pledge.cover, lang: 'ro' },
        ...{ email: 'd@example.com', description: 'x', successPath: '/', cancelPath: '/' },
        expiresAt: new Date((await room.get(Clock).now(tx)).getTime() + 3_600_000),
      });
      await tx.query(`update pledges.pledge set checkout_id = $2 where id = $1`, [pledge.id, again]);
    });
    await pay(pledge.id, (await room.get(PledgesQueries).find(pledge.id))!.checkoutId);
    expect((await refundsOf(pledge.id)).slice(before)).toMatchObject([{ why: 'second', state: 'paid' }]);
    await fail(pledge);
    expect(await waiting()).toContain(pledge.id);
  });
});
