import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { GivingService, PledgesModule, PledgesQueries, type Shortfall } from './index.js';

const DAY = 86_400_000;

describe('cards that were saved in time and are heard of after the closing', () => {
  let room: Room;
  let bank: CardBank;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  it('are not charged for a smaller version when their donors wanted the whole', async () => {
    const { projectId } = await openCampaign(room.db, { minimum: '500', tiers: ['500'] });
    const begin = (lei: string, shortfall: Shortfall) => {
      const words = { lang: 'ro', coverFee: false, follow: false, by: 'card', paths: { success: '/s', cancel: '/c' } } as const; // prettier-ignore
      const email = `donor-${newId()}@example.com`;
      return room.get(GivingService).give({ ...words, id: newId<'Pledge'>(), projectId, email, shortfall, amount: Money.parse(lei, 'MDL') }); // prettier-ignore
    };
    const states = (ids: readonly { id: Parameters<PledgesQueries['find']>[0] }[]) =>
      Promise.all(ids.map(async ({ id }) => (await room.get(PledgesQueries).find(id))!.state));
    const late = [await begin('100', 'return'), await begin('100', 'smaller')];
    await bank.saveCard((await begin('600', 'smaller')).id);
    await bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await bank.drain('pledges.close');
    await bank.drain();
    const at = new Date((await room.get(Clock).now()).getTime() - 2 * DAY);
    for (const { id } of late) await bank.saveCard(id, { at, times: 2 });
    await bank.drain();
    expect(await states(late)).toEqual(['lapsed', 'charging']);
    await bank.answer();
    await bank.drain('pledges.settle');
    await bank.drain('pledges.settle');
    expect((await room.get(ProjectsQueries).find(projectId))!.state).toBe('funded');
    const [totals] = await room.get(PledgesQueries).totals([projectId]);
    expect(totals!.raised.toString()).toBe('700.00');
  });
});
