import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { openLamps } from '../../../test/support/lamps.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown } from '../../../test/support/town.js';
import { type Give, GiftRefundsService, GivingService, LineGiftsQueries, type Pledge, PledgesModule, PledgesQueries, PoolsQueries, PublicWordsService, TransfersService } from './index.js'; // prettier-ignore

describe('gifts to one line, and of several people', () => {
  let room: Room;
  let bank: CardBank;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  const lamps = async (model: 'keep' | 'all-or-nothing', unit?: string) => {
    const { lamps: id, ...campaign } = await openLamps(room.db, model, unit);
    return { campaign, id };
  };
  const gift = ({ projectId }: TestCampaign, over: Partial<Give> = {}): Give => ({
    ...{ id: newId<'Pledge'>(), projectId, email: `d-${newId()}@example.com`, lang: 'ro', coverFee: false, by: 'card' },
    ...{ amount: Money.parse('1150', 'MDL'), shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } },
    ...over,
  });
  const give = (campaign: TestCampaign, over: Partial<Give> = {}) => room.get(GivingService).give(gift(campaign, over));
  const paid = async (pledge: Pledge) => {
    await bank.pay(pledge.id);
    await bank.drain();
  };
  const standing = async ({ projectId }: TestCampaign, line: BudgetLineId) => {
    const { units, held, promised, open } = (await room.get(LineGiftsQueries).of(projectId)).find(({ id }) => id === line)!; // prettier-ignore
    return { units, held, promised, open };
  };
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: { code: string; fields: readonly { pointer: string }[] }) => [error.fields[0]!.pointer, error.code],
    );
  const back = async (pledge: Pledge, amount: Money) => {
    const [approvalId, refunds] = [newId<'Approval'>(), room.get(GiftRefundsService)];
    await refunds.ask({ approvalId, pledgeId: pledge.id, amount, reason: 'La cerere' }, await staffer(room.db));
    await refunds.confirm(approvalId, await staffer(room.db));
  };

  it('count whole units of the line when the sum pays for them, and carry the line in the books', async () => {
    const { campaign, id } = await lamps('keep');
    const [two, part] = [await give(campaign, { amount: Money.parse('2300', 'MDL'), line: { id, units: 2 } }), await give(campaign, { amount: Money.parse('1149.99', 'MDL'), line: { id, units: 1 } })]; // prettier-ignore
    expect([two.lineId, two.units, part.lineId, part.units]).toEqual([id, 2, id, null]);
    expect(await standing(campaign, id)).toEqual({ units: 3, held: 0, promised: 0, open: 3 });
    await paid(two);
    await paid(part);
    expect(await standing(campaign, id)).toEqual({ units: 3, held: 2, promised: 0, open: 1 });
    const lines = await room.db.rows('select distinct budget_line as line from ledger.entry where gift = any($1::uuid[])', [[two.id, part.id]]); // prettier-ignore
    expect(lines).toEqual([{ line: id }]);
    expect((await room.get(PledgesQueries).recent(campaign.projectId)).map(({ line }) => line)).toEqual([{ id, units: null }, { id, units: 2 }]); // prettier-ignore
    // What goes back is no lamp any more.
    await back(two, Money.parse('100', 'MDL'));
    expect(await standing(campaign, id)).toEqual({ units: 3, held: 1, promised: 0, open: 2 });
    // A line that leaves the plan leaves the gift with the whole project.
    await room.db.rows('update projects.budget_line set id = $2 where id = $1', [id, newId()]);
    expect((await room.get(LineGiftsQueries).of(campaign.projectId)).map(({ held }) => held)).toEqual([0]);
    expect((await room.get(PledgesQueries).find(two.id))?.state).toBe('counted');
  });

  it('are kindly refused when a line has no such units left, but never when they are sent again', async () => {
    const { campaign, id } = await lamps('all-or-nothing');
    const first = gift(campaign, { amount: Money.parse('2300', 'MDL'), line: { id, units: 2 } });
    const pledge = await room.get(GivingService).give(first);
    await bank.saveCard(pledge.id);
    await bank.drain();
    expect(await standing(campaign, id)).toEqual({ units: 3, held: 0, promised: 2, open: 1 });
    expect(await codeOf(give(campaign, { amount: Money.parse('2300', 'MDL'), line: { id, units: 2 } }))).toEqual(['/line/units', 'line-taken']); // prettier-ignore
    const last = await give(campaign, { line: { id, units: 1 } });
    await bank.saveCard(last.id);
    await bank.drain();
    expect(await codeOf(give(campaign, { amount: Money.parse('60', 'MDL'), line: { id, units: 1 } }))).toEqual(['/line/id', 'line-full']); // prettier-ignore
    expect((await room.get(GivingService).give(first)).ref).toBe(pledge.ref);
    await expect(room.get(GivingService).give({ ...first, line: { id, units: 1 } })).rejects.toMatchObject({ code: 'pledge-id-taken' }); // prettier-ignore
    expect(await codeOf(give(campaign, { line: { id: newId<'BudgetLine'>(), units: 1 } }))).toEqual(['/line/id', 'gift-line-unknown']); // prettier-ignore
    for (const units of [0, 4, 1.5]) expect(await codeOf(give(campaign, { line: { id, units } }))).toEqual(['/line/units', 'line-units']); // prettier-ignore
    const service = await lamps('keep', 'service');
    expect(await codeOf(give(service.campaign, { line: { id: service.id, units: 1 } }))).toEqual([
      '/line/id',
      'gift-line-unknown',
    ]);
  });

  it('give the last lamp once: who pays for it at the same moment gives to the rest of the project', async () => {
    for (const model of ['keep', 'all-or-nothing'] as const) {
      const { campaign, id } = await lamps(model);
      const sum = Money.parse('2300', 'MDL');
      const gifts = [await give(campaign, { amount: sum, line: { id, units: 2 } }), await give(campaign, { amount: sum, line: { id, units: 2 } })]; // prettier-ignore
      for (const pledge of gifts) await (model === 'keep' ? bank.pay(pledge.id) : bank.saveCard(pledge.id));
      await bank.drain();
      const { held, promised, open } = await standing(campaign, id);
      expect([model, held + promised, open]).toEqual([model, 3, 0]);
      const units = await Promise.all(gifts.map(async (one) => (await room.get(PledgesQueries).find(one.id))!.units));
      expect(units.toSorted()).toEqual([1, 2]);
    }
  });

  it('have no lamp when a transfer brings less than one costs', async () => {
    const { campaign, id } = await lamps('keep');
    const town = await buildTown(room);
    const account = await openBank(room, town.operators[0]);
    const pledge = await give(campaign, { by: 'transfer', line: { id, units: 1 } });
    const line = await creditLine(room, town, { bank: account, lei: Money.parse('100', 'MDL') });
    await room.get(TransfersService).match(line, pledge.id, town.operators[0]);
    expect((await room.get(PledgesQueries).find(pledge.id))!).toMatchObject({
      state: 'counted',
      lineId: id,
      units: null,
    });
  });

  it('of several people are one gift of one payer, with parts that add up before and after something goes back', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const names = ['Ion Rusu', 'Ana', null, 'Petru'];
    const members = names.map((name, n) => ({ name, amount: n ? null : Money.parse('50', 'EUR'), public: n < 2 }));
    const wish = gift(campaign, { amount: Money.parse('100', 'EUR'), pool: { name: 'Clasa a IX-a', members } });
    const pledge = await room.get(GivingService).give(wish);
    expect((await room.get(GivingService).give(wish)).ref).toBe(pledge.ref);
    await paid(pledge);
    const parts = async () => {
      const rows = await room.get(PoolsQueries).of((await room.get(PledgesQueries).find(pledge.id))!);
      return rows.map(({ share, lei, gone }) => [share.toString(), lei.toString(), gone.toString()]);
    };
    expect(await parts()).toEqual([['50.00', '1059.52', '0.00'], ['16.67', '353.25', '0.00'], ['16.67', '353.25', '0.00'], ['16.66', '353.03', '0.00']]); // prettier-ignore
    await back(pledge, Money.parse('10', 'EUR'));
    expect((await parts()).map(([, , gone]) => gone)).toEqual(['5.00', '1.67', '1.67', '1.66']);
    const [totals] = await room.get(PledgesQueries).totals([campaign.projectId]);
    expect([totals!.donors, totals!.pooled]).toEqual([1, 4]);
    // Their names wait for an operator, their number does not; whom the payer keeps to himself nobody ever reads.
    const pool = async () => (await room.get(PledgesQueries).recent(campaign.projectId))[0]!.pool;
    expect(await pool()).toEqual({ name: null, people: 4, names: [] });
    const words = room.get(PublicWordsService);
    expect(await words.waiting()).toMatchObject([{ pool: 'Clasa a IX-a', poolNames: ['Ion Rusu', 'Ana'], waits: true }]); // prettier-ignore
    await words.judge([{ id: pledge.id, hide: null }], await staffer(room.db));
    expect(await pool()).toEqual({ name: 'Clasa a IX-a', people: 4, names: ['Ion Rusu', 'Ana'] });
    await words.judge([{ id: pledge.id, hide: 'insult' }], await staffer(room.db));
    expect(await pool()).toEqual({ name: null, people: 4, names: [] });
  });
});
