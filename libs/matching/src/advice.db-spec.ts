import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { openSponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { AdviceQueries, type CallId, CallsService, MatchingModule } from './index.js';

describe('what the quadratic rule would give', () => {
  let room: Room;
  let town: Town;
  let gifts: SponsoredGifts;
  beforeAll(async () => {
    room = await openRoom([MatchingModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    gifts = new SponsoredGifts(room);
  });
  afterAll(() => room.close());

  const reckon = async (id: CallId) => {
    await room.get(Courier).run('matching.advice');
    return room.get(AdviceQueries).ofCall(id);
  };
  const pass = () => room.get(Clock).moveBy(86_400_000);

  it('is reckoned once a day while a call is open, by what people gave in its days, and stays when it closes', async () => {
    const [many, one] = [await openCampaign(room.db, { model: 'keep' }), await openCampaign(room.db, { model: 'keep' })]; // prettier-ignore
    const call = await openSponsor(room, town, {
      places: [many.placeCode, one.placeCode],
      paid: Money.parse('120', 'MDL'),
    });
    expect(await room.get(AdviceQueries).ofCall(call)).toBeNull();
    const first = await reckon(call);
    expect(first!.shares).toEqual([]);
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com', 'c@example.com'])
      await gifts.paid(many.projectId, '25', { email });
    await gifts.paid(one.projectId, '90');
    expect(await reckon(call)).toEqual(first);
    await pass();
    const next = await reckon(call);
    expect(next!.at.getTime()).toBeGreaterThan(first!.at.getTime());
    expect(next!.shares.map(({ projectId, donors, given, advised }) => [projectId, donors, String(given), String(advised)])).toEqual([
      [many.projectId, 3, '100.00', '120.00'],
      [one.projectId, 1, '90.00', '0.00'],
    ]); // prettier-ignore
    await room.get(CallsService).close(call, town.operators[0]);
    await pass();
    expect(await reckon(call)).toEqual(next);
  });
});
