import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type PledgeId } from '#libs/kernel/src/index.js';
import { GivingService, PublicWordsService, type WordsReason } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { FundGivingService, FundRefundsService, FundsModule, FundsQueries, type PlanId } from './index.js';

const SAID = { publicName: ' Doina  C. ', dedication: { kind: 'memory', text: 'bunicii Ana' } } as const;

describe('public words of gifts to a town’s fund', () => {
  let room: Room;
  let cards: CardBank;
  let town: Town;
  let words: PublicWordsService;
  beforeAll(async () => {
    room = await openRoom([FundsModule, AuditModule]);
    cards = new CardBank(room);
    words = room.get(PublicWordsService);
    await room.get(RatesService).loadShipped();
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });

  const said = (over: object = {}) => ({
    ...{ placeCode: town.placeCode, email: `d-${newId()}@example.com`, lang: 'ro', coverFee: false } as const,
    ...{ amount: Money.parse('10.00', 'EUR'), paths: { success: '/', cancel: '/' }, ...SAID, ...over },
  }); // prettier-ignore
  const shown = async () =>
    (await room.get(FundsQueries).recent(town.placeCode)).map(({ name, dedication, monthly }) => [name, dedication, monthly]); // prettier-ignore
  const waiting = async () => (await words.waiting()).map(({ id }) => id);
  const judge = (id: Parameters<typeof words.of>[0], hide: WordsReason | null, digest?: string) =>
    staffer(room.db).then((by) => words.judge([{ id, hide, digest }], by));

  it('wait for their money, then for their reader; may be changed, hidden, and leave with the gift', async () => {
    town = await buildTown(room);
    const [id, giving] = [newId<'FundGift'>(), room.get(FundGivingService)];
    const give = { ...said(), id };
    const gift = await giving.give(give);
    expect((await giving.give({ ...give, publicName: 'Doina C.' })).ref).toBe(gift.ref);
    await expect(giving.give({ ...give, publicName: 'Alta' })).rejects.toMatchObject({ code: 'gift-id-taken' });
    // Nobody reads what stands beside a payment page that may be left.
    expect([await waiting(), await shown()]).toEqual([[], []]);
    await cards.payOn(gift.checkoutId!, gift.owner);
    await cards.drain();
    expect([await waiting(), await shown()]).toEqual([[id], [['Doina C.', null, false]]]);
    expect(await words.of(id)).toMatchObject({ kind: 'fund-gift', placeCode: town.placeCode, projectId: null, waits: true }); // prettier-ignore
    await judge(id, null);
    expect([await waiting(), await shown()]).toEqual([[], [['Doina C.', 'bunicii Ana', false]]]);
    await words.change(gift, { publicName: 'Ana', dedication: null });
    expect(await shown()).toEqual([[null, null, false]]);
    const { digest } = (await words.of(id))!;
    await expect(judge(id, null, 'other')).rejects.toMatchObject({ code: 'words-changed' });
    await judge(id, null, digest);
    expect(await shown()).toEqual([['Ana', null, false]]);
    await judge(id, 'party');
    expect(await shown()).toEqual([[null, null, false]]);
    expect(await room.db.rows(`select data from platform.outbox where name = 'pledges.fund-words-hidden'`)).toEqual([
      { data: { id, kind: 'fund-gift' } },
    ]);
    await words.change(gift, { publicName: 'Alt nume', dedication: null });
    expect(await waiting()).toEqual([id]);
    const [approvalId, refunds] = [newId<'Approval'>(), room.get(FundRefundsService)];
    await refunds.ask({ approvalId, giftId: id, amount: null, reason: 'Cerut' }, await staffer(room.db));
    await refunds.confirm(approvalId, await staffer(room.db));
    expect([await waiting(), await shown()]).toEqual([[], []]);
  });

  it('of a monthly gift are read once for all its months', async () => {
    const plan = await room.get(FundGivingService).begin({ ...said(), id: newId<'Plan'>() });
    await cards.saveCardOn(plan.checkoutId!, plan.owner);
    await cards.drain();
    await cards.answer();
    await cards.drain();
    expect([await waiting(), await shown()]).toEqual([[plan.id], [['Doina C.', null, true]]]);
    await judge(plan.id, null);
    expect(await shown()).toEqual([['Doina C.', 'bunicii Ana', true]]);
    await words.change(plan, { publicName: '', dedication: null });
    expect([await words.of(plan.id), await shown()]).toEqual([null, [[null, null, true]]]);
  });

  it('stand under an id that no other gift has, also of two that come at once: what was said of one would hold for the other', async () => {
    const { projectId } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const [funds, projects] = [room.get(FundGivingService), room.get(GivingService)];
    const give = (id: string) => projects.give({ ...said(), id: id as PledgeId, projectId, by: 'card', shortfall: 'return', follow: false }); // prettier-ignore
    const ids = Array.from({ length: 4 }, () => newId<'FundGift'>());
    await give(ids[0]!);
    await expect(funds.give({ ...said(), id: ids[0]! })).rejects.toMatchObject({ code: 'gift-id-taken' });
    await expect(funds.begin({ ...said(), id: ids[0]! as string as PlanId })).rejects.toMatchObject({ code: 'gift-id-taken' }); // prettier-ignore
    await funds.give({ ...said(), id: ids[1]! });
    await expect(give(ids[1]!)).rejects.toMatchObject({ code: 'pledge-id-taken' });
    await expect(funds.begin({ ...said(), id: ids[1]! as string as PlanId })).rejects.toMatchObject({ code: 'gift-id-taken' }); // prettier-ignore
    for (const id of ids.slice(2)) {
      const both = await Promise.allSettled([give(id), funds.give({ ...said(), id })]);
      const refused = both.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []));
      expect([['pledge-id-taken'], ['gift-id-taken']]).toContainEqual(refused);
    }
  }); // prettier-ignore

  it('are refused where they are too long, and nothing is made', async () => {
    const id = newId<'FundGift'>();
    const giving = room.get(FundGivingService).give({ ...said({ publicName: 'x'.repeat(81) }), id });
    await expect(giving).rejects.toMatchObject({ fields: [{ pointer: '/publicName' }] });
    expect(await room.get(FundsQueries).find(id)).toBeNull();
  });
});
