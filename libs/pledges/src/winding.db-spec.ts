import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Clock, rowsOf } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { lockOn } from '../../../test/support/locks.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  claimOf,
  ClosingService,
  GiftRefundsService,
  type Give,
  GivingService,
  type Pledge,
  PledgesModule,
  PledgesQueries,
} from './index.js';
import { WindingService } from './winding.service.js';

const DAY = 86_400_000;

describe('winding a project up, whatever arrives meanwhile', () => {
  let room: Room;
  let bank: CardBank;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  const give = ({ projectId }: TestCampaign, lei: string, over: Partial<Give> = {}): Promise<Pledge> =>
    room.get(GivingService).give({
      id: newId<'Pledge'>(),
      projectId,
      email: `donor-${newId()}@example.com`,
      lang: 'ro',
      amount: Money.parse(lei, 'MDL'),
      coverFee: false,
      by: 'card',
      shortfall: 'return',
      follow: false,
      paths: { success: '/s', cancel: '/c' },
      ...over,
    });
  const paid = async (campaign: TestCampaign, lei: string, over: Partial<Give> = {}): Promise<Pledge> => {
    const pledge = await give(campaign, lei, over);
    await bank.pay(pledge.id);
    await bank.drain();
    return pledge;
  };
  const stateOf = async ({ id }: Pledge) => (await room.get(PledgesQueries).find(id))!.state;
  const claim = async ({ projectId }: TestCampaign) =>
    (await room.get(LedgerQueries).balance(claimOf(projectId))).toString();
  const cancel = ({ projectId }: TestCampaign) =>
    room.db.transaction(async (tx) => {
      await room.get(CampaignGate).move(tx, projectId, 'cancelled', { by: null });
      await room.get(WindingService).begin(tx, projectId, 'cancelled');
    });

  it('sends a gift back that is heard of after its project became smaller, when its donor wanted all or nothing', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    await paid(campaign, '150', { shortfall: 'smaller' });
    const [late, staying] = [await give(campaign, '100'), await give(campaign, '40', { shortfall: 'smaller' })];
    const at = await room.get(Clock).now();
    const charges = [await bank.pay(late.id, { at, times: 0 }), await bank.pay(staying.id, { at, times: 0 })];
    await room.get(Clock).moveBy(11 * DAY);
    await bank.drain('pledges.close');
    expect(await claim(campaign)).toBe('150.00');
    for (const [n, pledge] of [late, staying].entries())
      await bank.tell('payments.paid', { chargeId: charges[n]!, owner: pledge.owner }, 2);
    await bank.drain();
    expect([await stateOf(late), await stateOf(staying)]).toEqual(['refunded', 'counted']);
    expect(await claim(campaign)).toBe('190.00');
  });

  it('goes through the gate with each batch, so that nobody who decides behind it reads what is half on its way', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    await paid(campaign, '50');
    await cancel(campaign);
    const inside = await room.db.transaction(async (tx) => {
      await room.get(WindingService).windSome(tx, campaign.projectId);
      const sql = `select mode from pg_locks where ${lockOn(1)} and pid = pg_backend_pid()`;
      return rowsOf<{ mode: string }>(tx, sql, [`gate:${campaign.projectId}`]);
    });
    expect(inside).toEqual([{ mode: 'ShareLock' }]);
    await bank.drain();
    expect(await claim(campaign)).toBe('0.00');
  });

  it('charges no card any more that nobody has tried when the project is given up, and waits for the others', async () => {
    const campaign = await openCampaign(room.db, { minimum: '100', bufferBp: 0 });
    const [untried, tried] = [await give(campaign, '100'), await give(campaign, '100')];
    for (const { id } of [untried, tried]) await bank.saveCard(id);
    await bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await room.get(ClosingService).closeDue();
    await bank.drain();
    expect([await stateOf(untried), await stateOf(tried)]).toEqual(['charging', 'charging']);
    const { chargeId } = (await room.get(PledgesQueries).find(tried.id))!;
    await room.db.rows(`update payments.charge set attempted_at = platform.now() where id = $1 returning 1`, [chargeId]); // prettier-ignore
    await cancel(campaign);
    await bank.drain();
    expect([await stateOf(untried), await stateOf(tried)]).toEqual(['lapsed', 'charging']);
    expect(await room.db.rows('select state, failure from payments.charge where owner = $1', [untried.owner])).toEqual([{ state: 'failed', failure: 'not-wanted' }]); // prettier-ignore
    expect(await bank.answer()).toBe(1);
    await bank.drain();
    expect(await stateOf(tried)).toBe('lapsed');
    expect(await room.db.rows('select why from pledges.overpayment where pledge_id = $1', [tried.id])).toEqual([{ why: 'late' }]); // prettier-ignore
    const [totals] = await room.get(PledgesQueries).totals([campaign.projectId]);
    expect([totals!.raised.toString(), totals!.promised.toString()]).toEqual(['0.00', '0.00']);
  });

  it('gives nobody more than his share while the shares are on their way', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const gifts = [await paid(campaign, '100'), await paid(campaign, '100'), await paid(campaign, '100')];
    const released = account('held', 'project', campaign.projectId, 'released', 'MDL');
    const posting = { debit: claimOf(campaign.projectId), credit: released, amount: Money.parse('100', 'MDL') };
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.released', postings: [posting] }),
    );
    const [one, two] = [await staffer(room.db), await staffer(room.db)];
    const approvalId = newId<'Approval'>();
    const refunds = room.get(GiftRefundsService);
    await refunds.ask({ approvalId, pledgeId: gifts[0]!.id, amount: null, reason: 'La cerere' }, one);
    await cancel(campaign);
    await expect(refunds.confirm(approvalId, two)).rejects.toMatchObject({ code: 'refund-shared' });
    await bank.drain();
    expect(await claim(campaign)).toBe('0.00');
    const backs = await Promise.all(gifts.map(async ({ id }) => (await room.get(PledgesQueries).find(id))!));
    expect(backs.map(({ refundedLeiMinor }) => refundedLeiMinor)).toEqual([6_667n, 6_667n, 6_666n]);
  });
});
