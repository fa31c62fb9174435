import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { DeskQueries, GiftRefundsService, type Give, GivingService, type Pledge, PledgesModule, PledgesQueries, PromisesService } from './index.js'; // prettier-ignore

const DAY_SECONDS = 86_400;
const PATHS = { success: '/ro/thanks/{ref}', cancel: '/ro/give/{id}' };
const CARDS = { ok: '4242424242424242', declinedLater: '4000000000000341', wantsPerson: '4000002760003184' };

describe('giving by card, with the simulated Stripe', () => {
  let room: StripeRoom;
  let queries: PledgesQueries;
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, AuditModule]);
    queries = room.get(PledgesQueries);
    await room.get(RatesService).loadShipped();
  });
  afterAll(async () => {
    await room.close();
  });
  const settled = async () => {
    await room.settle();
    for (const chore of ['payments.book', 'payments.book']) await room.get(Courier).run(chore);
    await room.drain();
    expect(await room.get(AuditService).run()).toEqual([]);
  };

  const give = ({ projectId }: TestCampaign, over: Partial<Give> = {}): Promise<Pledge> =>
    room.get(GivingService).give({
      id: newId<'Pledge'>(),
      projectId,
      email: `donor-${newId()}@example.com`,
      lang: 'en',
      amount: Money.parse('50.00', 'EUR'),
      coverFee: true,
      by: 'card',
      shortfall: 'return',
      follow: false,
      paths: PATHS,
      ...over,
    });
  /** Opens the payment page that a pledge has now and pays on it. */
  async function pay(pledgeId: Pledge['id'], card = CARDS.ok): Promise<string> {
    const pledge = (await queries.find(pledgeId))!;
    const session = (await room.get(CheckoutsService).find(pledge.checkoutId!))!.session!;
    return (await room.stripe.control.pay(session, { card, authenticate: 'authorise' })).outcome;
  }
  const totals = async ({ projectId }: TestCampaign) => {
    const [sums] = await queries.totals([projectId]);
    return [sums!.raised.toString(), sums!.promised.toString(), sums!.donors, sums!.promisers];
  };
  const stateOf = async (id: ProjectId) =>
    (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [id]))[0]!.state;
  const run = async (...chores: string[]) => {
    for (const chore of chores) await room.get(Courier).run(chore);
    await room.settle();
  };

  it('pays now, also on a page opened anew, and twenty times told is once counted', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await give(campaign);
    const url = await room.get(GivingService).payUrl(pledge);
    expect([url, await room.get(GivingService).payUrl(pledge)]).toEqual([url, url]);
    await room.stripe.control.rule({ action: 'duplicate', copies: 20 });
    expect(await pay(pledge.id, '4000000000000002')).toBe('declined');
    expect(await pay(pledge.id)).toBe('paid');
    await settled();
    await room.stripe.control.clearRules();
    expect(await totals(campaign)).toEqual(['1059.52', '0.00', 1, 0]);
    const paid = (await queries.find(pledge.id))!;
    await expect(room.get(GivingService).payUrl(paid)).rejects.toMatchObject({ code: 'pledge-state' });

    const left = await give(campaign);
    await room.get(GivingService).payUrl(left);
    await room.pass(2 * 3600);
    await settled();
    expect((await queries.find(left.id))?.state).toBe('abandoned');
    await room.get(GivingService).payUrl(left, PATHS);
    expect(await pay(left.id)).toBe('paid');
    await settled();
    expect(await totals(campaign)).toEqual(['2119.04', '0.00', 2, 0]);
  });

  it('two tabs pay twice: the second is held as overpaid and returned whole, never counted', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const pledge = await give(campaign);
    await room.get(GivingService).payUrl(pledge);
    await pay(pledge.id, CARDS.declinedLater);
    await settled();
    await room.pass(11 * DAY_SECONDS);
    await run('pledges.close');
    await settled();
    const access = { by: pledge.personId };
    await room.get(PromisesService).repair(pledge.id, access, PATHS);
    const first = (await queries.find(pledge.id))!.checkoutId!;
    await room.get(PromisesService).repair(pledge.id, access, PATHS);
    const { session } = (await room.get(CheckoutsService).find(first))!;
    expect((await room.stripe.control.pay(session!, { card: CARDS.ok })).outcome).toBe('paid');
    expect(await pay(pledge.id)).toBe('paid');
    await settled();
    await settled();
    expect(await totals(campaign)).toEqual(['1059.52', '0.00', 1, 0]);
    expect(await room.db.rows('select why from pledges.overpayment where pledge_id = $1', [pledge.id])).toEqual([{ why: 'second' }]); // prettier-ignore
    const refunds = await room.db.rows('select amount_minor, state from payments.refund where owner = $1', [
      pledge.owner,
    ]);
    expect(refunds).toEqual([{ amount_minor: '5102', state: 'succeeded' }]);
  });

  it('all or nothing to the end: charged, declined, repaired, funded; then one gift goes back', async () => {
    const campaign = await openCampaign(room.db, { minimum: '3000', optimum: '6000', bufferBp: 500 });
    const [good, bad, shy] = [await give(campaign), await give(campaign), await give(campaign)];
    for (const [pledge, card] of [
      [good, CARDS.ok],
      [bad, CARDS.declinedLater],
      [shy, CARDS.wantsPerson],
    ] as const) {
      await room.get(GivingService).payUrl(pledge);
      expect(await pay(pledge.id, card)).toBe('saved');
    }
    await settled();
    expect(await totals(campaign)).toEqual(['0.00', '3178.56', 0, 3]);
    await room.pass(11 * DAY_SECONDS);
    await run('pledges.close');
    await settled();
    const states = async () => Promise.all([good, bad, shy].map(async ({ id }) => (await queries.find(id))!.state));
    expect([await stateOf(campaign.projectId), ...(await states())]).toEqual(['collecting', 'counted', 'declined', 'declined']); // prettier-ignore
    for (const { id } of [bad, shy]) {
      const token = room.get(PromisesService).tokenOf(id);
      const url = await room.get(PromisesService).repair(id, { token }, PATHS);
      expect(url).toContain('http');
      expect(await pay(id)).toBe('paid');
    }
    await settled();
    await run('pledges.settle');
    await settled();
    expect([await stateOf(campaign.projectId), ...(await states())]).toEqual(['funded', 'counted', 'counted', 'counted']); // prettier-ignore
    expect(await totals(campaign)).toEqual(['3178.56', '0.00', 3, 0]);

    const [one, two] = [await staffer(room.db), await staffer(room.db)];
    const approvalId = newId<'Approval'>();
    const refunds = room.get(GiftRefundsService);
    const asked = { approvalId, pledgeId: good.id, amount: null, reason: 'La cererea donatorului' };
    await Promise.all(Array.from({ length: 20 }, () => refunds.ask(asked, one)));
    for (const amount of [Money.ofMinor(good.gift.minor, 'GBP'), Money.ofMinor(1n, good.gift.currency)])
      await expect(refunds.ask({ ...asked, amount }, one)).rejects.toMatchObject({ code: 'id-taken' });
    await refunds.confirm(approvalId, two);
    await settled();
    expect(await room.get(DeskQueries).refundsOf(good.id)).toMatchObject([{ state: 'paid', why: 'asked' }]);
    expect((await room.get(LedgerQueries).balances('held:returns:')).every(({ amount }) => amount.isZero())).toBe(true);
  });

  it('a withdrawn promise forgets its card; a replaced card is the one that is charged', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const [gone, kept] = [await give(campaign), await give(campaign)];
    for (const [pledge, card] of [
      [gone, CARDS.ok],
      [kept, CARDS.declinedLater],
    ] as const) {
      await room.get(GivingService).payUrl(pledge);
      await pay(pledge.id, card);
    }
    await settled();
    const promises = room.get(PromisesService);
    await promises.withdraw(gone.id, { token: promises.tokenOf(gone.id) });
    await promises.replaceCard(kept.id, { by: kept.personId }, PATHS);
    expect(await pay(kept.id)).toBe('saved');
    await settled();
    expect(await room.db.rows('select released_at is not null as released from payments.checkout where owner = $1', [gone.owner])).toEqual([{ released: true }]); // prettier-ignore
    await room.pass(11 * DAY_SECONDS);
    await run('pledges.close');
    await run('pledges.settle');
    await settled();
    expect((await queries.find(kept.id))?.state).toBe('counted');
    expect(await stateOf(campaign.projectId)).toBe('funded');
  });

  it('hears late of a card that was saved in time, and charges it', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const [heard, late] = [await give(campaign), await give(campaign)];
    for (const pledge of [heard, late]) await room.get(GivingService).payUrl(pledge);
    await pay(heard.id);
    await settled();
    await room.stripe.control.rule({ action: 'hold' });
    await pay(late.id);
    await room.pass(11 * DAY_SECONDS);
    await room.get(Courier).run('pledges.close');
    await room.drain();
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'last' });
    await settled();
    expect((await queries.find(late.id))?.state).toBe('counted');
    await run('pledges.settle');
    await settled();
    expect(await totals(campaign)).toEqual(['2119.04', '0.00', 2, 0]);
  });
});
