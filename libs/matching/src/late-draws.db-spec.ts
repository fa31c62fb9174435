import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { Courier, type Delivery } from '#libs/platform/src/index.js';
import { ClosingService, GiftRefundsService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import type { CardBank } from '../../../test/support/card-bank.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { callStands, openSponsor, paySponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type CallId, CallsService, type EnterCall, MatchingModule, MatchingQueries } from './index.js';

const lei = (text: string): Money => Money.parse(text, 'MDL');

describe('what gifts draw later than they came', () => {
  let room: Room;
  let town: Town;
  let cards: CardBank;
  let gifts: SponsoredGifts;
  beforeAll(async () => {
    room = await openRoom([MatchingModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    gifts = new SponsoredGifts(room);
    cards = gifts.cards;
  });
  afterAll(() => room.close());

  const openCall = (places: readonly string[], over: Partial<EnterCall> = {}) =>
    openSponsor(room, town, { places, paid: null, ...over });
  const fill = async (call: CallId, sum: string) => {
    await paySponsor(room, town, call, lei(sum));
    await cards.drain();
  };
  const give = async (projectId: ProjectId, sum: string) => (await gifts.give(projectId, sum)).id;
  const paid = async (projectId: ProjectId, sum: string) => (await gifts.paid(projectId, sum)).id;
  const stands = (id: CallId) => callStands(room, id);
  const drew = async (...ids: readonly PledgeId[]) => {
    const matches = await Promise.all(ids.map((id) => room.get(MatchingQueries).ofGift(id)));
    return matches.map((match) => match && String(match.lei));
  };
  const sound = async () => expect(await room.get(AuditService).run()).toEqual([]);
  /** Delivers everything but what gifts draw, which is given back. */
  const drainButDraws = async (): Promise<Delivery[]> => {
    const [waiting, held]: [Delivery[], Delivery[]] = [[], []];
    const courier = room.get(Courier);
    while ((await courier.relay((deliveries) => Promise.resolve(void waiting.push(...deliveries)))) > 0)
      for (const one of waiting.splice(0))
        if (one.consumer === 'matching.draw') held.push(one);
        else await courier.deliver(one);
    return held;
  };

  it('those that came before the sponsor’s money draw when it comes, in their order over all projects, each once', async () => {
    const [one, other] = [await openCampaign(room.db, { model: 'keep' }), await openCampaign(room.db, { model: 'keep' })]; // prettier-ignore
    const call = await openCall([one.placeCode, other.placeCode]);
    const first = await paid(one.projectId, '40');
    const second = await paid(other.projectId, '30');
    const parted = await paid(one.projectId, '50');
    const approvalId = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId: parted, amount: lei('10'), reason: 'x' }, town.operators[0]); // prettier-ignore
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    expect(await stands(call)).toBe('0.00 0.00 0.00');
    await fill(call, '60');
    expect(await drew(first, second, parted)).toEqual(['40.00', '20.00', null]);
    const last = await paid(one.projectId, '25');
    await fill(call, '100');
    expect(await drew(first, second, parted, last)).toEqual(['40.00', '20.00', null, '25.00']);
    expect(await stands(call)).toBe('85.00 0.00 75.00');
    await room.get(CallsService).close(call, town.operators[0]);
    await fill(call, '10');
    await sound();
  });

  it('enough donors without money wait for it, and what is shown as possible is what they draw then', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode], { minDonors: 2 });
    const given = [await paid(projectId, '20'), await paid(projectId, '30'), await paid(projectId, '40')];
    const approvalId = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId: given[1]!, amount: lei('5'), reason: 'x' }, town.operators[0]); // prettier-ignore
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    const other = await openCall([placeCode], { minDonors: 9 });
    await fill(other, '500');
    const waits = (await room.get(MatchingQueries).openFor(projectId)).find(({ id }) => id === other)!.waits!;
    expect([waits.donors, String(waits.possible)]).toEqual([3, '60.00']);
    await fill(call, '100');
    expect(await drew(...given)).toEqual(['20.00', null, '40.00']);
    expect(await stands(call)).toBe('60.00 0.00 40.00');
    await sound();
  });

  it('and while there is nothing to draw, a gift waits for no other of its project', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    await openCall([placeCode], { minDonors: 2 });
    const first = await paid(projectId, '20');
    await cards.pay(await give(projectId, '30'));
    const draws = await drainButDraws();
    expect(draws).toHaveLength(1);
    await room.db.transaction(async (tx) => {
      await tx.query('select 1 from pledges.pledge where id = $1 for update', [first]);
      await room.get(Courier).deliver(draws[0]!);
    });
    expect(await drew(first)).toEqual([null]);
  });

  it('a campaign is decided when its last gifts have drawn, however late the worker comes to them', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { minimum: '100', bufferBp: 0 });
    const call = await openCall([placeCode], { minDonors: 2 });
    await fill(call, '1000');
    for (const sum of ['30', '30']) await cards.saveCard(await give(projectId, sum));
    const draws = await drainButDraws();
    expect(draws.length).toBeGreaterThan(1);
    await room.db.rows(`update projects.campaign set closes_at = platform.now() - interval '1 second' where project_id = $1`, [projectId]); // prettier-ignore
    const state = async () => (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [projectId]))[0]!.state; // prettier-ignore
    await room.get(ClosingService).closeDue();
    expect(await state()).toBe('campaign');
    for (const one of draws) await room.get(Courier).deliver(one);
    expect(await stands(call)).toBe('0.00 60.00 940.00');
    await room.get(ClosingService).closeDue();
    expect(await state()).toBe('collecting');
    await cards.drain();
    await cards.answer();
    await cards.drain();
    await room.get(ClosingService).settleDue();
    expect(await state()).toBe('funded');
    await sound();
  });

  it('but not for ever: what the worker does not do in ten minutes does not hold a campaign', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { minimum: '100', bufferBp: 0 });
    await fill(await openCall([placeCode]), '1000');
    await cards.saveCard(await give(projectId, '30'));
    await drainButDraws();
    await room.db.rows(`update projects.campaign set closes_at = platform.now() - interval '1 second' where project_id = $1`, [projectId]); // prettier-ignore
    await room.db.rows(`update platform.outbox set at = at - interval '10 minutes' where data->>'projectId' = $1`, [projectId]); // prettier-ignore
    await room.get(ClosingService).closeDue();
    const [campaign] = await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [projectId]); // prettier-ignore
    expect(campaign!.state).toBe('failed');
  });
});
