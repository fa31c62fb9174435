import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, LedgerQueries } from '#libs/ledger/src/index.js';
import { DisputesQueries, PaymentsQueries } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';
import { Disputes } from '../../../test/support/disputes.js';
import { openAccount } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { DeskQueries, GivingService, PledgesModule, ReturnOrdersService } from './index.js';

describe('a dispute that does not go the usual way', () => {
  let room: StripeRoom;
  let disputes: Disputes;
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    await openAccount(room, { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' }); // prettier-ignore
    disputes = new Disputes(room);
  });
  afterAll(() => room.close());

  const campaign = async (): Promise<ProjectId> => (await openCampaign(room.db, { model: 'keep' })).projectId;
  const balance = async (code: AccountCode) => (await room.get(LedgerQueries).balance(code)).toString();
  const disputed = () => balance(account('held', 'stripe', 'disputed', 'EUR'));
  /** Stripe gives back another sum than it took. */
  const givenBack = (dispute: string, minor: number) =>
    room.db.rows(
      `insert into payments.stripe_transaction (id, type, category, source, amount_minor, fee_minor, net_minor, currency, created_at, seen_at)
       values ($1, 'adjustment', 'dispute_reversal', $2, $3, 0, $3, 'EUR', platform.now(), platform.now()) returning 1`,
      [`txn_${newId()}`, dispute, minor],
    );

  it('lost, and won after all: the gift is held again as it was, at Stripe too', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '60 EUR', { coverFee: true });
    const cover = account('held', 'operator', 'fee-cover', 'EUR');
    const before = [await disputes.books(project), await balance(cover)];
    const dispute = await disputes.open(gift.id);
    await disputes.end(dispute, 'lost');
    expect(await disputes.books(project)).toBe('0.00 0.00 0.00');
    await disputes.end(dispute, 'won');
    expect([await disputes.books(project), await balance(cover)]).toEqual(before);
    expect([(await disputes.now(gift.id)).state, await disputes.did(dispute)]).toEqual(['counted', `won ${gift.lei.toString()} 0.00 0.00 0.00 0.00`]); // prettier-ignore
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
    await disputes.refund(gift.id);
    await disputes.settled();
    expect((await disputes.now(gift.id)).state).toBe('refunded');
  });

  it('won after all, once it had settled a refund that was owed: the refund is owed again and goes to the card', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '60 EUR', { coverFee: true });
    const opened = await room.stripe.control.dispute(await disputes.chargeOf(gift.id));
    await disputes.refund(gift.id, '25.00');
    await disputes.settled();
    await disputes.end(opened.id, 'lost');
    const states = async () => (await room.get(DeskQueries).refundsOf(gift.id)).map(({ state }) => state);
    expect([await states(), (await disputes.now(gift.id)).state]).toEqual([['settled'], 'lost']);
    await disputes.end(opened.id, 'won');
    expect([await states(), (await disputes.now(gift.id)).left.toString()]).toEqual([['failed'], '35.00']);
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await disputes.settled();
    expect(await states()).toEqual(['paid']);
  });

  it('won after all, once the rest of the gift had gone back: what came back may go too, and the cover of the fee goes once', async () => {
    const cover = account('held', 'operator', 'fee-cover', 'EUR');
    const [project, before] = [await campaign(), await balance(cover)];
    const gift = await disputes.gift(project, '50 EUR', { coverFee: true });
    const part = await disputes.open(gift.id, { amount: 3_000 });
    await disputes.end(part, 'lost');
    await disputes.refund(gift.id);
    await disputes.settled();
    await disputes.end(part, 'won');
    expect([(await disputes.now(gift.id)).state, (await disputes.now(gift.id)).left.toString()]).toEqual(['counted', '30.00']); // prettier-ignore
    await disputes.refund(gift.id);
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await disputes.settled();
    expect((await room.get(DeskQueries).refundsOf(gift.id)).map(({ state }) => state)).toEqual(['paid', 'paid']);
    expect([await balance(cover), await disputes.books(project)]).toEqual([before, '0.00 0.00 0.00']);
  });

  it('in part given back: nothing is left as disputed, whichever way it ends, and Stripe’s balance is right', async () => {
    for (const outcome of ['won', 'lost'] as const) {
      const gift = await disputes.gift(await campaign(), '50 EUR');
      const stripe = Number(await balance(account('held', 'stripe', 'balance', 'EUR')));
      const dispute = await disputes.open(gift.id);
      await givenBack(dispute, 1_200);
      await room.get(Courier).run('payments.book');
      expect(await disputed()).toBe('50.00');
      if (outcome === 'lost') await room.stripe.control.closeDispute(dispute, { outcome });
      else await room.db.rows(`update payments.dispute set outcome = 'won', closed_at = platform.now(), status = 'won' where id = $1 returning 1`, [dispute]); // prettier-ignore
      await room.settle();
      await disputes.settled();
      expect([await disputed(), await room.get(PaymentsQueries).unbooked()]).toEqual(['0.00', []]);
      const fee = 20;
      expect(Number(await balance(account('held', 'stripe', 'balance', 'EUR'))) - stripe).toBeCloseTo(12 - 50 - fee);
    }
  });

  it('asked for less than it took in the end: what it took counts', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '40 EUR');
    const asked = await disputes.open(gift.id, { inquiry: true });
    await room.db.rows('update payments.dispute set amount_minor = 1000 where id = $1 returning 1', [asked]);
    await disputes.end(asked, 'lost');
    expect(await disputes.did(asked)).toBe(`lost ${gift.lei.toString()} ${gift.lei.toString()} 0.00 0.00 0.00`);
  });

  it('lost while a refund is on its way for days: it waits, which is no finding, until it is known who paid what', async () => {
    const gift = await disputes.gift(await campaign(), '40 EUR');
    await disputes.refund(gift.id, '15.00');
    await disputes.settled();
    const refund = (state: string) => room.db.rows(`update payments.refund set state = $2 where owner = $1 returning 1`, [gift.owner, state]); // prettier-ignore
    await refund('pending');
    const dispute = await disputes.open(gift.id, { amount: 2_500 });
    await disputes.end(dispute, 'lost');
    await room.pass(7_200);
    await disputes.settled();
    expect((await disputes.did(dispute)).startsWith('open')).toBe(true);
    await refund('succeeded');
    await disputes.settled();
    expect([(await disputes.did(dispute)).split(' ')[0], (await disputes.now(gift.id)).state]).toEqual(['lost', 'lost']); // prettier-ignore
  });

  it('wanted in another currency: it waits for a person, and no other dispute waits for it', async () => {
    const [strange, other] = [await disputes.gift(await campaign(), '30 EUR'), await disputes.gift(await campaign(), '30 EUR')]; // prettier-ignore
    const { chargeId } = strange;
    await room.db.rows(
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
       values ('a_strange', $1, 3000, 'USD', 'fraudulent', 'needs_response', false, platform.now()) returning 1`,
      [chargeId],
    );
    await room.db.rows(
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
       values ('b_other', $1, 3000, 'EUR', 'fraudulent', 'needs_response', false, platform.now()) returning 1`,
      [other.chargeId],
    );
    await room.get(Courier).run('pledges.disputes');
    expect([await disputes.did('a_strange'), await disputes.did('b_other')]).toEqual(['nothing', `open ${other.lei.toString()} 0.00 0.00 0.00 0.00`]); // prettier-ignore
    await room.pass(2 * 3_600);
    expect(await room.get(AuditService).run()).toMatchObject([{ invariant: 'I4', subject: 'dispute:a_strange' }]);
    for (const id of ['a_strange', 'b_other'])
      await room.db.rows(`update payments.dispute set outcome = 'won', closed_at = platform.now() where id = $1 returning 1`, [id]); // prettier-ignore
    await disputes.settled();
  });

  it('lost before anybody here knew of the payment, which came too late: the donor is not paid twice, nor never', async () => {
    const project = await campaign();
    const late = await disputes.start(project, '40 EUR');
    await room.get(GivingService).payUrl(late);
    await room.db.rows(`update projects.campaign set closed_at = platform.now() - interval '1 minute' where project_id = $1 returning 1`, [project]); // prettier-ignore
    await room.stripe.control.rule({ action: 'hold' });
    await disputes.pay(late.id);
    const dispute = await room.stripe.control.dispute(await newestCharge());
    await room.stripe.control.closeDispute(dispute.id, { outcome: 'lost' });
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'last' });
    await disputes.settled();
    expect(await room.get(DisputesQueries).find(dispute.id)).toMatchObject({ outcome: 'lost', owner: late.owner });
    expect((await room.get(DeskQueries).refundsOf(late.id)).map(({ state, why }) => `${why} ${state}`)).toEqual(['late settled']); // prettier-ignore
  });
  /** Stripe's name of the newest charge, which it has told nobody. */
  async function newestCharge(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${room.stripe.port}/v1/charges?limit=1`, { headers: { authorization: 'Bearer sk_test_sandbox' } }); // prettier-ignore
    return ((await answer.json()) as { data: [{ id: string }] }).data[0].id;
  }

  it('that settles a refund while an order to the bank waits for its second signature leaves that order to be refused', async () => {
    const gift = await disputes.gift(await campaign(), '50 EUR');
    const opened = await room.stripe.control.dispute(await disputes.chargeOf(gift.id));
    await disputes.refund(gift.id);
    await room.settle();
    // Ordered while nobody here had heard of the dispute.
    await room.db.rows(`update payments.dispute set inquiry = true where id = $1 returning 1`, [opened.id]);
    const [{ id: refundId }] = (await room.get(DeskQueries).refundsOf(gift.id)) as unknown as [{ id: never }];
    const [approvalId, orders] = [newId<'Approval'>(), room.get(ReturnOrdersService)];
    await orders.ask({ approvalId, refundId, iban: 'DE89370400440532013000', holder: 'Maria' }, await staffer(room.db));
    await room.db.rows(`update payments.dispute set inquiry = false where id = $1 returning 1`, [opened.id]);
    await disputes.end(opened.id, 'lost');
    const second = await staffer(room.db);
    await expect(orders.confirm(approvalId, second)).rejects.toMatchObject({ code: 'refund-not-waiting' });
    await orders.refuse(approvalId, second, 'Banca a plătit deja');
    await disputes.settled();
    expect((await room.get(DeskQueries).refundsOf(gift.id)).map(({ state }) => state)).toEqual(['settled']);
  });
});
