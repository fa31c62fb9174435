import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { civilDate, type Currency, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import {
  type BankAccountId,
  BankingQueries,
  type BankLineId,
  BankService,
  type LineMeaning,
  StatementsService,
} from '#libs/banking/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { camtOf } from '../../../test/support/statements.js';
import {
  DeskQueries,
  GiftRefundsService,
  GivingService,
  type Pledge,
  PledgesModule,
  PledgesQueries,
  ReturnOrdersService,
  TransfersService,
} from './index.js';
import { openAccount } from '../../../test/support/money.js';

const DAY = 86_400_000;
const IBAN = 'DE89370400440532013000';

describe('gifts by bank transfer', () => {
  let room: Room;
  let bank: CardBank;
  let staff: [PersonId, PersonId];
  const accountId = newId<'BankAccount'>() as BankAccountId;
  beforeAll(async () => {
    room = await openRoom([PledgesModule, AuditModule]);
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
    staff = [await staffer(room.db), await staffer(room.db)];
    const account = { id: accountId, currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });

  const give = (
    { projectId }: TestCampaign,
    sum = '50.00',
    by: 'card' | 'transfer' = 'transfer',
    currency: Currency = 'EUR',
  ): Promise<Pledge> =>
    room.get(GivingService).give({
      id: newId<'Pledge'>(),
      projectId,
      email: `donor-${newId()}@example.com`,
      lang: 'ru',
      amount: Money.parse(sum, currency),
      coverFee: true,
      by,
      shortfall: 'return',
      follow: true,
      paths: { success: '/', cancel: '/' },
    });
  /** A line that came in, entered by one operator and confirmed by the other. */
  async function line(
    euros: string,
    meaning: LineMeaning = 'gift',
    over: { refersTo?: string; accountId?: BankAccountId; amount?: Money } = {},
  ): Promise<BankLineId> {
    const id = newId<'BankLine'>();
    const bookedOn = civilDate(await room.get(Clock).now());
    const entered = {
      id,
      accountId,
      bookedOn,
      amount: Money.parse(euros, 'EUR'),
      reference: newId(),
      meaning,
      ...over,
    };
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, staff[0]), staff[1]);
    return id;
  }
  const match = (id: BankLineId, pledge: Pledge) => room.get(TransfersService).match(id, pledge.id, staff[0]);
  const raised = async ({ projectId }: TestCampaign) =>
    (await room.get(PledgesQueries).totals([projectId]))[0]!.raised.toString();

  it('counts what came, at the rate of the pledge, once; a second transfer is owed back', async () => {
    const campaign = await openCampaign(room.db);
    const [whole, short] = [await give(campaign), await give(campaign)];
    expect((await room.get(DeskQueries).openTransfers(whole.ref.slice(3))).map(({ id }) => id)).toEqual([whole.id]);
    const came = await line('50.00');
    await expect(room.get(TransfersService).match(came, whole.id, whole.personId)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
    expect([await match(came, whole), await match(came, whole)]).toEqual(['counted', 'counted']);
    await expect(match(came, short)).rejects.toMatchObject({ code: 'line-claimed' });
    expect(await match(await line('49.37', 'unidentified'), short)).toBe('counted');
    expect(await raised(campaign)).toBe('2105.69');
    expect(await match(await line('50.00'), whole)).toBe('owed-back');
    expect(await raised(campaign)).toBe('2105.69');
    expect(await room.get(DeskQueries).refundsOf(whole.id)).toMatchObject([{ why: 'second', state: 'to-order' }]);
  });

  it('refuses kindly what is worth less than half a ban, promised or come', async () => {
    const campaign = await openCampaign(room.db);
    const forints = { id: newId<'BankAccount'>(), currency: 'HUF', iban: IBAN, bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, forints);
    await expect(give(campaign, '0.01', 'transfer', 'HUF')).rejects.toMatchObject({ kind: 'invalid', code: 'amount-too-small' }); // prettier-ignore
    const pledge = await give(campaign, '100', 'transfer', 'HUF');
    const came = await line('0.01', 'gift', { accountId: forints.id, amount: Money.parse('0.01', 'HUF') });
    await expect(match(came, pledge)).rejects.toMatchObject({ kind: 'conflict', code: 'transfer-too-small' });
  });

  it('asks no signature for money that no account of ours could send', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await give(campaign, '50.00', 'card', 'USD');
    const refundId = newId<'Refund'>();
    await room.db.rows(
      `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, line_id, asked_by, at)
       values ($1, $2, 'PL', 'USD', 1, 'late', 100, 0, 0, 'to-order', null, null, platform.now()) returning 1`,
      [refundId, pledge.id],
    );
    const order = { approvalId: newId<'Approval'>(), refundId, iban: IBAN, holder: 'Ana Rusu' };
    await expect(room.get(ReturnOrdersService).ask(order, staff[0])).rejects.toMatchObject({ code: 'bank-account-missing' }); // prettier-ignore
  });

  it('counts a line of the last day that is entered later, and not one of the day after', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const [first, late] = [await give(campaign), await give(campaign)];
    await match(await line('50.00'), first);
    const inTime = await line('20.00');
    await room.get(Clock).moveBy(12 * DAY);
    await bank.drain('pledges.close');
    expect(await match(await line('50.00'), late)).toBe('owed-back');
    expect(await match(inTime, late)).toBe('counted');
    expect(await raised(campaign)).toBe('1483.33');
  });

  it('counts by itself what a statement shows with the code of one gift that waits for it, and leaves the rest to a person', async () => {
    const campaign = await openCampaign(room.db);
    const lei = { id: newId<'BankAccount'>(), currency: 'RON', iban: 'MD10AG398259791907483378', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, lei);
    const promised = () => give(campaign, '50.00', 'transfer', 'RON');
    const [named, twice, other, forints] = [await promised(), await promised(), await promised(), await give(campaign, '100', 'transfer', 'HUF')]; // prettier-ignore
    const entries = [
      { amount: '50.00', reference: 'T1', text: `plata ${named.ref.toLowerCase().replaceAll('-', ' ')} multumesc` },
      { amount: '50.00', reference: 'T2', text: twice.ref },
      { amount: '50.00', reference: 'T3', text: twice.ref },
      { amount: '50.00', reference: 'T4', text: `${other.ref} sau ${named.ref}` },
      { amount: '50.00', reference: 'T5', text: forints.ref },
    ];
    const on = civilDate(await room.get(Clock).now());
    const bytes = camtOf({ iban: lei.iban, currency: 'RON', on, opening: '0.00', entries });
    const statements = room.get(StatementsService);
    const approval = await statements.enter({ id: newId<'Statement'>(), accountId: lei.id, bytes }, staff[0]);
    await statements.confirm(approval, staff[1]);
    await room.drain();
    const states = await Promise.all([named, twice, other, forints].map(async ({ id }) => (await room.get(PledgesQueries).find(id))!.state)); // prettier-ignore
    expect(states).toEqual(['counted', 'counted', 'awaited', 'awaited']);
    const open = (await room.get(BankingQueries).openLines()).map(({ reference }) => reference);
    expect(open).toEqual(expect.arrayContaining(['T4', 'T5']));
    expect(open.filter((one) => one === 'T2' || one === 'T3')).toHaveLength(1);
    expect(await raised(campaign)).toBe('430.72');
  });

  it('sends money back by an order with two signatures, and again when the bank refuses it', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await give(campaign);
    await match(await line('50.00'), pledge);
    const refunds = room.get(GiftRefundsService);
    const [asked, orders] = [newId<'Approval'>(), room.get(ReturnOrdersService)];
    await refunds.ask({ approvalId: asked, pledgeId: pledge.id, amount: null, reason: 'La cerere' }, staff[0]);
    const refundId = await refunds.confirm(asked, staff[1]);
    expect(await raised(campaign)).toBe('0.00');
    const order = async (approvalId = newId<'Approval'>()) => {
      await orders.ask({ approvalId, refundId, iban: IBAN, holder: 'Ana Rusu' }, staff[0]);
      return approvalId;
    };
    await expect(orders.ask({ approvalId: newId<'Approval'>(), refundId, iban: 'DE00370400440532013000', holder: 'x' }, staff[0])).rejects.toMatchObject({ code: 'iban-wrong' }); // prettier-ignore
    const [first, twice] = [await order(), order()];
    await expect(twice).rejects.toMatchObject({ code: expect.stringMatching(/approval-waiting|refund-not-waiting/) });
    await expect(orders.confirm(first, staff[0])).rejects.toMatchObject({ code: 'second-person-needed' });
    await orders.refuse(first, staff[1], 'Alt cont');
    const orderId = await orders.confirm(await order(), staff[1]);
    expect((await room.get(DeskQueries).refundsOf(pledge.id))[0]!.state).toBe('ordered');
    await line('50.00', 'order', { refersTo: orderId });
    await bank.drain();
    expect((await room.get(DeskQueries).refundsOf(pledge.id))[0]!.state).toBe('paid');
    expect(await room.get(DeskQueries).waitingRefunds()).not.toContainEqual(expect.objectContaining({ pledgeId: pledge.id })); // prettier-ignore
    await line('50.00', 'order-returned', { refersTo: orderId });
    await bank.drain();
    expect((await room.get(DeskQueries).refundsOf(pledge.id))[0]!.state).toBe('to-order');
  });

  it('pays by the bank what a card did not take back, but for a payment that is disputed', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await give(campaign, '50.00', 'card');
    const chargeId = await bank.pay(pledge.id);
    await bank.drain();
    const [refunds, orders, asked] = [room.get(GiftRefundsService), room.get(ReturnOrdersService), newId<'Approval'>()];
    await refunds.ask({ approvalId: asked, pledgeId: pledge.id, amount: null, reason: 'La cerere' }, staff[0]);
    const refundId = await refunds.confirm(asked, staff[1]);
    const order = { refundId, iban: IBAN, holder: 'Ana Rusu' };
    await expect(orders.ask({ ...order, approvalId: newId<'Approval'>() }, staff[0])).rejects.toMatchObject({ code: 'refund-not-waiting' }); // prettier-ignore
    await room.db.rows(`update payments.refund set state = 'failed', failure = 'expired_or_canceled_card', stripe_refund = 're_1' where id = $1 returning 1`, [refundId]); // prettier-ignore
    await bank.tell('payments.refund-failed', { refundId, owner: pledge.owner });
    await bank.drain();
    const dispute = (outcome: string | null) =>
      room.db.rows(
        `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, outcome, opened_at, closed_at)
         values ('dp_1', $1, 1, 'EUR', 'fraudulent', 'x', false, $2::text, now(), case when $2::text is not null then now() end)
         on conflict (id) do update set outcome = excluded.outcome, closed_at = excluded.closed_at returning 1`,
        [chargeId, outcome],
      );
    for (const outcome of [null, 'lost']) {
      await dispute(outcome);
      await expect(orders.ask({ ...order, approvalId: newId<'Approval'>() }, staff[0])).rejects.toMatchObject({ code: 'gift-disputed' }); // prettier-ignore
    }
    await dispute('won');
    await line('100.00', 'own-means');
    const approvalId = newId<'Approval'>();
    await orders.ask({ ...order, approvalId }, staff[0]);
    const orderId = await orders.confirm(approvalId, staff[1]);
    await line('51.02', 'order', { refersTo: orderId });
    await bank.drain();
    expect(await room.get(DeskQueries).refundsOf(pledge.id)).toMatchObject([{ state: 'paid', amount: Money.parse('51.02', 'EUR') }]); // prettier-ignore
  });
});
