import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule } from '#libs/audit/src/index.js';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, LedgerQueries } from '#libs/ledger/src/index.js';
import { DisputesQueries } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';
import { Disputes } from '../../../test/support/disputes.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { DeskQueries, GiftRefundsService, type Pledge, PledgesModule } from './index.js';

describe('a donor’s bank takes a gift back', () => {
  let room: StripeRoom;
  let disputes: Disputes;
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    disputes = new Disputes(room);
  });
  afterAll(() => room.close());

  const campaign = async (): Promise<ProjectId> => (await openCampaign(room.db, { model: 'keep' })).projectId;
  const ask = async (pledge: Pledge) =>
    room.get(GiftRefundsService).ask({ approvalId: newId<'Approval'>(), pledgeId: pledge.id, amount: null, reason: 'x' }, await staffer(room.db)); // prettier-ignore
  const balance = async (code: AccountCode) => (await room.get(LedgerQueries).balance(code)).toString();
  const [coverMdl, dueEur] = [
    account('held', 'operator', 'fee-cover', 'MDL'),
    account('held', 'returns', 'due', 'EUR'),
  ];
  const refundStates = async ({ id }: Pledge) => (await room.get(DeskQueries).refundsOf(id)).map(({ state }) => state);

  it('reserves the gift while it is open, takes it when it is lost, and no other project feels it', async () => {
    const [project, other] = [await campaign(), await campaign()];
    const [gift, stays, elsewhere] = [
      await disputes.gift(project, '300 MDL', { coverFee: true }),
      await disputes.gift(project, '200 MDL'),
      await disputes.gift(other, '500 MDL'),
    ];
    const dispute = await disputes.open(gift.id);
    const undecided = async () =>
      (await room.get(DisputesQueries).disputes()).flatMap(({ id, outcome }) => (outcome ? [] : [id]));
    expect(await undecided()).toContain(dispute);
    expect(await disputes.books(project)).toBe('500.00 200.00 0.00');
    expect(await disputes.raised(project)).toBe('500.00');
    await expect(ask(gift)).rejects.toMatchObject({ code: 'gift-disputed' });
    await ask(stays);
    const cover = await balance(coverMdl);
    await disputes.end(dispute, 'lost');
    expect(await undecided()).not.toContain(dispute);
    expect(await disputes.books(project)).toBe('200.00 200.00 0.00');
    expect(await disputes.raised(project)).toBe('200.00');
    expect(await disputes.did(dispute)).toBe(`lost 300.00 300.00 0.00 0.00 ${gift.cover.toString()}`);
    expect(Number(cover) - Number(await balance(coverMdl))).toBeCloseTo(Number(gift.cover.toString())); // prettier-ignore
    expect((await disputes.now(gift.id)).state).toBe('lost');
    expect(await disputes.books(other)).toBe('500.00 500.00 0.00');
    expect((await disputes.now(elsewhere.id)).state).toBe('counted');
  });

  it('frees it again when it is won, and the gift may go back as before', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '50 EUR', { coverFee: true });
    const dispute = await disputes.open(gift.id);
    await disputes.end(dispute, 'won');
    expect(await disputes.did(dispute)).toBe(`won ${gift.lei.toString()} 0.00 0.00 0.00 0.00`);
    expect(await disputes.books(project)).toBe(`${gift.lei.toString()} ${gift.lei.toString()} 0.00`);
    await disputes.refund(gift.id);
    await disputes.settled();
    expect((await disputes.now(gift.id)).state).toBe('refunded');
  });

  it('does nothing while the bank only asks, and everything once when the question becomes a dispute', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '40 EUR');
    const asked = await disputes.open(gift.id, { inquiry: true });
    expect(await disputes.did(asked)).toBe('nothing');
    expect(await room.get(DisputesQueries).find(asked)).toMatchObject({ inquiry: true, outcome: null });
    await disputes.end(asked, 'lost');
    expect(await disputes.did(asked)).toBe(`lost ${gift.lei.toString()} ${gift.lei.toString()} 0.00 0.00 0.00`);
    const second = await disputes.gift(project, '40 EUR');
    const closed = await disputes.open(second.id, { inquiry: true });
    await disputes.end(closed, 'won');
    expect(await disputes.did(closed)).toBe('nothing');
    expect((await disputes.now(second.id)).state).toBe('counted');
  });

  it('takes of a gift that has partly gone back what is left, to the ban', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '33.33 EUR', { coverFee: true });
    await disputes.refund(gift.id, '11.11');
    await disputes.settled();
    const left = (await disputes.now(gift.id)).remainingLei;
    const part = await disputes.open(gift.id, { amount: 1_000 });
    await disputes.end(part, 'lost');
    const after = await disputes.now(gift.id);
    expect([after.state, after.left.toString()]).toEqual(['counted', '12.22']);
    expect(await disputes.books(project)).toBe(
      `${after.remainingLei.toString()} ${after.remainingLei.toString()} 0.00`,
    );
    expect(after.remainingLei.compare(left)).toBeLessThan(0);
    // The rest goes by the bank: Stripe sends nothing more back of a payment that was lost.
    await disputes.refund(gift.id);
    await disputes.settled();
    expect(await refundStates(gift)).toEqual(['paid', 'failed']);
    expect(await disputes.books(project)).toBe('0.00 0.00 0.00');
  });

  it('on a gift that has wholly gone back puts everything on the loss of its project', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '300 MDL', { coverFee: true });
    await disputes.gift(project, '100 MDL');
    await disputes.refund(gift.id);
    await disputes.settled();
    const dispute = await disputes.open(gift.id, { amount: Number(gift.gross.minor) });
    expect(await disputes.books(project)).toBe('100.00 100.00 0.00');
    await disputes.end(dispute, 'lost');
    expect(await disputes.books(project)).toBe(`100.00 100.00 ${gift.gross.toString()}`);
    expect(await disputes.raised(project)).toBe('100.00');
    expect((await disputes.now(gift.id)).state).toBe('refunded');
  });

  it('that races a refund: what was owed and could not be sent is settled by it, and nobody is paid twice', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '60 EUR', { coverFee: true });
    const charge = await disputes.chargeOf(gift.id);
    // Both at once: the refund is owed in the books before anybody here has heard of the dispute, and Stripe refuses it.
    const [dispute] = await Promise.all([room.stripe.control.dispute(charge), disputes.refund(gift.id, '25.00').catch(() => undefined)]); // prettier-ignore
    await disputes.settled();
    const states = await refundStates(gift);
    const owed = states.length > 0 ? 2500 : 0;
    const before = Number(await balance(dueEur));
    await disputes.end(dispute.id, 'lost');
    const after = await disputes.now(gift.id);
    expect(after.state).toBe('lost');
    expect(before - Number(await balance(dueEur))).toBeCloseTo(owed / 100);
    expect(await disputes.books(project)).toBe('0.00 0.00 0.00');
    expect(await refundStates(gift)).toEqual(states.map(() => 'settled'));
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await disputes.settled();
    expect(await refundStates(gift)).toEqual(states.map(() => 'settled'));
  });

  it('keeps what is owed when Stripe refuses a refund that it overtook, and pays it once it is won', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '60 EUR');
    await room.stripe.control.dispute(await disputes.chargeOf(gift.id));
    await disputes.refund(gift.id);
    await disputes.settled();
    expect(await refundStates(gift)).toEqual(['failed']);
    const { id: dispute } = (await room.get(DisputesQueries).ofOwner(gift.owner))[0]!;
    await disputes.end(dispute, 'won');
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await disputes.settled();
    expect(await refundStates(gift)).toEqual(['paid']);
  });

  it('is the same ledger whether it is told before its payment, after, or twenty times', async () => {
    const project = await campaign();
    const gift = await disputes.gift(project, '20 EUR');
    const dispute = await disputes.open(gift.id);
    const before = await disputes.books(project);
    await room.stripe.control.closeDispute(dispute, { outcome: 'lost' });
    await room.settle();
    await room.db.rows(`insert into platform.outbox (name, data, at) select name, data, platform.now() from
      (values ('payments.dispute-ended'), ('payments.disputed')) n(name), generate_series(1, 10),
      lateral (select jsonb_build_object('disputeId', $1::text, 'chargeId', $2::text, 'owner', $3::text) as data) d returning 1`, [dispute, gift.chargeId, gift.owner]); // prettier-ignore
    await disputes.settled();
    expect([before, await disputes.books(project)]).toEqual([`${gift.lei.toString()} 0.00 0.00`, '0.00 0.00 0.00']);
  });

  it('warns once of a card that was probably stolen, and says when a refund would forestall a dispute', async () => {
    const gift = await disputes.gift(await campaign(), '20 EUR');
    await room.stripe.control.earlyFraudWarning(await disputes.chargeOf(gift.id));
    await disputes.settled();
    const of = async () => (await room.get(DisputesQueries).warnings()).filter(({ owner }) => owner === gift.owner);
    expect(await of()).toMatchObject([{ fraudType: 'made_with_stolen_card', actionable: true }]);
    await disputes.refund(gift.id);
    await disputes.settled();
    expect(await of()).toMatchObject([{ actionable: false }]);
  });
});
