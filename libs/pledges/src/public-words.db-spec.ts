import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { type Give, GivingService, type Pledge, PledgesModule, PledgesQueries, PublicWordsService } from './index.js';

describe('public words of gifts', () => {
  let room: Room;
  let bank: CardBank;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  const give = async ({ projectId }: TestCampaign, over: Partial<Give> = {}): Promise<Pledge> => {
    const pledge = await room.get(GivingService).give({
      ...{
        id: newId<'Pledge'>(),
        projectId,
        email: `d-${newId()}@example.com`,
        lang: 'ro',
        coverFee: false,
        by: 'card',
      },
      ...{ amount: Money.parse('50', 'EUR'), shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } },
      ...{ publicName: 'Maria C.', dedication: { kind: 'memory', text: 'bunicii Ana' } },
      ...over,
    });
    await bank.pay(pledge.id);
    await bank.drain();
    return pledge;
  };
  const shown = async ({ projectId }: TestCampaign) =>
    (await room.get(PledgesQueries).recent(projectId)).map(({ name, dedication }) => [name, dedication]);

  it('show a name at once and a dedication when somebody has read it; what is hidden takes both away', async () => {
    const [campaign, words] = [await openCampaign(room.db, { model: 'keep' }), room.get(PublicWordsService)];
    const [pledge, operator] = [await give(campaign), await staffer(room.db)];
    expect(await shown(campaign)).toEqual([['Maria C.', null]]);
    expect((await words.waiting()).map(({ ref }) => ref)).toContain(pledge.ref);
    await words.judge([{ id: pledge.id, hide: null }], operator);
    expect(await shown(campaign)).toEqual([['Maria C.', 'bunicii Ana']]);
    expect(await words.waiting()).toEqual([]);
    for (let again = 0; again < 2; again += 1) await words.judge([{ id: pledge.id, hide: 'party' }], operator);
    expect(await shown(campaign)).toEqual([[null, null]]);
    expect(await words.of(pledge.id)).toMatchObject({ verdict: 'hidden', reason: 'party', name: 'Maria C.' });
    const trail = await room.db.rows<{ action: string }>(`select action from platform.trail where subject = $1 order by id`, [`pledge:${pledge.id}`]); // prettier-ignore
    expect(trail.map(({ action }) => action)).toEqual(['words.shown', 'words.hidden']);
    const told = await room.db.rows(`select 1 from platform.outbox where name = 'pledges.words-hidden'`);
    expect(told).toHaveLength(1);
    await words.judge([{ id: pledge.id, hide: null }], operator);
    expect(await shown(campaign)).toEqual([['Maria C.', 'bunicii Ana']]);
  });

  it('may be changed by their donor: what he takes away is gone at once, what is new waits, and the hidden stays hidden', async () => {
    const [campaign, words] = [await openCampaign(room.db, { model: 'keep' }), room.get(PublicWordsService)];
    const [pledge, operator] = [await give(campaign), await staffer(room.db)];
    const first = { publicName: 'Maria C.', dedication: { kind: 'memory', text: 'bunicii Ana' } } as const;
    const verdicts = () => room.db.rows('select verdict from pledges.words_verdict where pledge_id = $1 order by n', [pledge.id]); // prettier-ignore
    await words.change(pledge, first);
    expect(await verdicts()).toEqual([]);
    await words.judge([{ id: pledge.id, hide: null }], operator);
    await words.change(pledge, { ...first, dedication: null });
    expect(await shown(campaign)).toEqual([['Maria C.', null]]);
    await words.change(pledge, { publicName: ' Ion  D. ', dedication: null });
    expect(await shown(campaign)).toEqual([[null, null]]);
    expect(await words.of(pledge.id)).toMatchObject({ verdict: 'unseen', name: 'Ion D.' });
    expect((await words.waiting()).map(({ id }) => id)).toContain(pledge.id);
    await words.judge([{ id: pledge.id, hide: 'insult' }], operator);
    const read = (await words.of(pledge.id))!.digest;
    await words.change(pledge, first);
    expect(await shown(campaign)).toEqual([[null, null]]);
    // What an operator has read is not what stands there now: nothing shows that nobody has read.
    for (const digest of [undefined, read])
      await expect(words.judge([{ id: pledge.id, hide: null, digest }], operator)).rejects.toMatchObject({ code: 'words-changed' }); // prettier-ignore
    expect(await shown(campaign)).toEqual([[null, null]]);
    const { digest } = (await words.of(pledge.id))!;
    await words.judge([{ id: pledge.id, hide: null, digest }], operator);
    expect(await shown(campaign)).toEqual([['Maria C.', 'bunicii Ana']]);
    await words.change(pledge, { publicName: '', dedication: null });
    expect(await words.of(pledge.id)).toBeNull();
    const tooLong = { publicName: 'x'.repeat(81), dedication: { kind: 'rhyme' as never, text: 'y'.repeat(141) } };
    const fields = ['/publicName', '/dedication/text', '/dedication/kind'].map((pointer) => ({ pointer }));
    await expect(words.change(pledge, tooLong)).rejects.toMatchObject({ fields });
  });

  it('are judged by the operator only, with a reason that exists, and only where there are words', async () => {
    const [campaign, words] = [await openCampaign(room.db, { model: 'keep' }), room.get(PublicWordsService)];
    const pledge = await give(campaign);
    const [operator, silent] = [await staffer(room.db), await give(campaign, { publicName: null, dedication: null })];
    const judge = (hide: string | null, by = operator, pledgeId = pledge.id) => words.judge([{ id: pledgeId, hide: hide as never }], by); // prettier-ignore
    await expect(judge(null, campaign.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(judge('because')).rejects.toMatchObject({ code: 'words-reason' });
    await expect(judge(null, operator, silent.id)).rejects.toMatchObject({ code: 'pledge-unknown' });
    expect((await words.waiting()).map(({ id }) => id)).toEqual([pledge.id]);
    await Promise.all([judge('insult'), judge('insult'), judge('insult')]);
    expect((await room.db.rows('select 1 from pledges.words_verdict where pledge_id = $1', [pledge.id])).length).toBe(
      1,
    );
  });
});
