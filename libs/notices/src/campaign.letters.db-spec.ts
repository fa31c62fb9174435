import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lastDayOf, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, formatDate } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { FollowsService } from '#libs/voice/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';

const DAY = 86_400_000;

describe('letters about how a campaign is decided', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  const last = async (id: PersonId) => (await room.lettersTo(id)).at(-1)!;

  it('a campaign that goes on once says its new day to donors, followers and offices, once each', async () => {
    const campaign = await openCampaign(room.db, { minimum: '10000', optimum: '20000', extension: { atBp: 500, days: 14 } }); // prettier-ignore
    const [gift, other] = [await room.give(campaign, { lang: 'ru', shortfall: 'smaller' }), await room.give(campaign)];
    for (const { id } of [gift, other]) await room.bank.saveCard(id);
    await room.bank.drain();
    await room.db.transaction((tx) => room.get(FollowsService).follow(tx, campaign.projectId, gift.personId));
    await room.get(Clock).moveBy(11 * DAY);
    await room.bank.drain('pledges.close');
    await room.bank.drain('pledges.close');
    const news = async (id: PersonId) => (await room.lettersTo(id)).filter(({ subject }) => /Mai e timp|Срок продлён|More time/.test(subject)); // prettier-ignore
    const people = [gift.personId, other.personId, campaign.mayor, campaign.president];
    expect(await Promise.all(people.map(async (id) => (await news(id)).length))).toEqual([1, 1, 1, 1]);
    const campaignNow = await room.get(ProjectsQueries).campaign(campaign.projectId);
    const [letter] = await news(campaign.mayor);
    expect(letter!.text).toContain(formatDate('ro', lastDayOf(campaignNow!.closesAt)));
    expect(letter!.text).toMatch(/a trecut de 5\s?% din ea/);
  });

  it('a smaller version tells who is not charged, who gets his money back, and whose gift goes to it', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', optimum: '3000', bufferBp: 0, tiers: ['500'] });
    const [back, stay] = [
      await room.give(campaign, { lang: 'ro' }),
      await room.give(campaign, { shortfall: 'smaller' }),
    ];
    for (const { id } of [back, stay]) await room.bank.saveCard(id);
    await room.bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await room.bank.drain('pledges.close');
    await room.bank.answer([]);
    await room.bank.drain();
    await room.bank.drain('pledges.settle', 'pledges.settle');
    await room.bank.drain();
    expect((await last(back.personId)).subject).toContain('Nu vă luăm nimic de pe card');
    expect((await last(stay.personId)).text).toContain('the smaller version, ‘Mai mic’, is built');
    expect((await last(campaign.mayor)).text).toContain('se face varianta mai mică');

    const kept = await openCampaign(room.db, { model: 'keep', minimum: '500', optimum: '3000', tiers: ['500'] });
    const [home, works] = [await room.give(kept), await room.give(kept, { lang: 'ru', shortfall: 'smaller' })];
    for (const { id } of [home, works]) await room.bank.pay(id);
    await room.bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await room.bank.drain('pledges.close');
    await room.bank.drain();
    expect((await last(home.personId)).subject).toMatch(/^We are sending back €50\.00/);
    expect((await last(works.personId)).text).toContain('меньший вариант («Mai mic»)');
    await room.bank.refundAll();
    await room.bank.drain();
    expect((await last(home.personId)).text).toContain('you chose to have your money back');
  });
});
