import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { addDays, civilDate, type CivilDate, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { type SeenJournal } from '#libs/ledger/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { GiftRefundsService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import type { CardBank } from '../../../test/support/card-bank.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { buildTogether } from '../../../test/support/partners.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { openSponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type CallId, CallsService, type EnterFigures, FiguresQueries, type FiguresId, FiguresService, MatchingModule, MatchingQueries, type Reserve, SponsorsService } from './index.js'; // prettier-ignore

const lei = (text: string): Money => Money.parse(text, 'MDL');

describe('a reserve for towns under the line', () => {
  let room: Room;
  let town: Town;
  let cards: CardBank;
  let gifts: SponsoredGifts;
  let bank: BankAccountId;
  let today: CivilDate;
  beforeAll(async () => {
    room = await openRoom([MatchingModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    gifts = new SponsoredGifts(room);
    cards = gifts.cards;
    bank = await openBank(room, town.operators[0]);
    today = civilDate(await room.get(Clock).now());
  });
  afterAll(() => room.close());

  const entered = (towns: Record<string, string>, over: Partial<EnterFigures> = {}): EnterFigures => ({
    ...{ id: newId<'Figures'>(), name: 'Venituri proprii pe locuitor', source: 'Ministerul', publishedOn: today },
    ...{ towns: Object.entries(towns).map(([placeCode, sum]) => ({ placeCode, lei: lei(sum) })), ...over },
  });
  const sign = async (figures: EnterFigures): Promise<FiguresId> => {
    const service = room.get(FiguresService);
    await service.confirm(await service.enter(figures, town.operators[0]), town.operators[1]);
    return figures.id;
  };
  const openCall = async (towns: Record<string, string>, paid: string, over: Partial<Reserve> = {}): Promise<CallId> => {
    const reserve = { bp: 2000, figuresId: await sign(entered(towns)), line: lei('1000'), source: 'Media', until: null, ...over };
    return openSponsor(room, town, { places: Object.keys(towns), paid: lei(paid), reserve });
  }; // prettier-ignore
  const give: SponsoredGifts['give'] = (...said) => gifts.give(...said);
  const paid: SponsoredGifts['paid'] = (...said) => gifts.paid(...said);
  const stands = async (id: CallId) => {
    const { drawn, free, equity } = (await room.get(MatchingQueries).call(id))!;
    return [drawn, free, equity!.whole, equity!.used, equity!.left].join(' ');
  };
  const two = async () => [
    await openCampaign(room.db, { model: 'keep', optimum: '100000' }),
    await openCampaign(room.db, { model: 'keep', optimum: '100000' }),
  ];
  const audit = () => room.get(AuditService).run();

  it('goes by figures that two have signed and nobody changes', async () => {
    const service = room.get(FiguresService);
    const figures = entered({ [town.placeCode]: '812.40' });
    await expect(service.enter(figures, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const twice = [...figures.towns, ...figures.towns];
    await expect(service.enter({ ...figures, name: ' ', source: '', towns: twice }, town.operators[0])).rejects.toMatchObject({
      fields: [{ code: 'required' }, { code: 'required' }, { code: 'figures-twice' }],
    }); // prettier-ignore
    await expect(service.enter(entered({ '0000000': '1' }), town.operators[0])).rejects.toMatchObject({ fields: [{ code: 'figures-place' }] }); // prettier-ignore
    const both = await Promise.all([service.enter(figures, town.operators[0]), service.enter(figures, town.operators[0])]); // prettier-ignore
    const asked = both[0];
    expect(both).toEqual([asked, asked]);
    expect(await service.enter(figures, town.operators[0])).toBe(asked);
    const calls = room.get(CallsService);
    await expect(calls.confirm(asked, town.operators[1])).rejects.toMatchObject({ kind: 'not-found' });
    await expect(calls.refuse(asked, 'x', town.operators[1])).rejects.toMatchObject({ kind: 'not-found' });
    await expect(service.enter({ ...figures, name: 'y' }, town.operators[0])).rejects.toMatchObject({ code: 'id-taken' }); // prettier-ignore
    await expect(openCall({ [town.placeCode]: '1' }, '10', { figuresId: figures.id })).rejects.toMatchObject({ fields: [{ code: 'call-figures' }] }); // prettier-ignore
    await expect(service.confirm(asked, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' });
    await service.confirm(asked, town.operators[1]);
    expect(await room.get(FiguresQueries).find(figures.id)).toMatchObject({ state: 'standing', towns: 1 });
    expect(await room.get(FiguresQueries).towns(figures.id)).toEqual([{ placeCode: town.placeCode, lei: lei('812.4') }]); // prettier-ignore
    const change = [
      `update matching.figures set source = 'z'`,
      `insert into matching.figure select figures_id, '0100000', 1 from matching.figure`,
    ];
    for (const sql of change) await expect(room.db.rows(sql)).rejects.toThrow('never change');
    const wrong = { bp: 10_001, line: lei('0'), source: ' ', until: addDays(today, 60) };
    await expect(openCall({ [town.placeCode]: '1' }, '10', wrong)).rejects.toMatchObject({
      fields: [{ code: 'call-reserve' }, { code: 'amount-positive' }, { code: 'required' }, { code: 'call-until' }],
    });
  });

  it('is drawn by towns under the line alone, which also draw the part for all', async () => {
    const [poor, rich] = await two();
    const unknown = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const call = await openCall({ [poor!.placeCode]: '999.99', [rich!.placeCode]: '1000' }, '500');
    expect(await stands(call)).toBe('0.00 500.00 100.00 0.00 100.00');
    const [open] = await room.get(MatchingQueries).openFor(rich!.projectId);
    expect([String(open!.left), open!.need]).toEqual(['400.00', { figure: lei('1000'), under: false, joint: false }]);
    expect((await room.get(MatchingQueries).openFor(poor!.projectId))[0]).toMatchObject({ left: lei('500'), need: { under: true } }); // prettier-ignore
    await paid(rich!.projectId, '390');
    const last = await paid(rich!.projectId, '30');
    expect(await stands(call)).toBe('400.00 100.00 100.00 0.00 100.00');
    await paid(rich!.projectId, '15');
    await paid(poor!.projectId, '60');
    expect(await stands(call)).toBe('460.00 40.00 100.00 60.00 40.00');
    // What a gift that goes back had drawn of the part for all is for all again; a town under the line draws both.
    const refund = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId: refund, pledgeId: last.id, amount: null, reason: 'x' }, town.operators[0]); // prettier-ignore
    await room.get(GiftRefundsService).confirm(refund, town.operators[1]);
    expect(await stands(call)).toBe('450.00 50.00 100.00 60.00 40.00');
    await paid(poor!.projectId, '200');
    expect(await stands(call)).toBe('500.00 0.00 100.00 100.00 0.00');
    expect(await room.get(MatchingQueries).openIn(unknown.placeCode)).toEqual([]);
    const equity = (await room.get(FiguresQueries).equity()).filter(({ callId }) => callId === call);
    const said = equity.map(({ placeCode, under, drawn }) => [placeCode, under, drawn].join(' ')).sort();
    expect(said).toEqual([`${poor!.placeCode} true 110.00`, `${rich!.placeCode} false 390.00`].sort());
    expect(await audit()).toEqual([]);
  });

  it('is for a village as for the commune whose town hall builds there, and so is a call for that commune', async () => {
    const village = await openCampaign(room.db, { model: 'keep', optimum: '100000', inVillage: true });
    const [, rich] = await two();
    const call = await openCall({ [village.placeCode]: '1', [rich!.placeCode]: '5000' }, '100', { bp: 5000 });
    const [{ code }] = (await room.db.rows('select place_code as code from projects.project where id = $1', [village.projectId])) as [{ code: string }]; // prettier-ignore
    expect(code).not.toBe(village.placeCode);
    const queries = room.get(MatchingQueries);
    for (const open of [await queries.openFor(village.projectId), await queries.openIn(code)])
      expect(open).toMatchObject([{ id: call, left: lei('100'), need: { figure: lei('1'), under: true } }]);
    await paid(rich!.projectId, '60');
    await paid(village.projectId, '80');
    expect(await stands(call)).toBe('100.00 0.00 50.00 50.00 0.00');
    const equity = (await room.get(FiguresQueries).equity()).filter(({ callId }) => callId === call);
    const said = equity.map(({ placeCode, figure, under }) => [placeCode, figure, under].join(' ')).sort();
    expect(said).toEqual([`${village.placeCode} 1.00 true`, `${rich!.placeCode} 5000.00 false`].sort());
    expect(await audit()).toEqual([]);
  });

  it('is drawn by a joint project only when all its towns are under the line, whichever of them leads', async () => {
    const [poor, poorToo] = await two();
    const rich = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall({ [poor!.placeCode]: '1', [poorToo!.placeCode]: '2', [rich.placeCode]: '5000' }, '100', { bp: 5000 }); // prettier-ignore
    await buildTogether(room, { id: poor!.projectId }, rich);
    await buildTogether(room, { id: poorToo!.projectId }, poor!);
    const need = async (id: ProjectId) => (await room.get(MatchingQueries).openFor(id))[0]!.need;
    expect(await need(poor!.projectId)).toEqual({ figure: lei('5000'), under: false, joint: true });
    expect(await need(poorToo!.projectId)).toEqual({ figure: lei('2'), under: true, joint: true });
    await paid(poor!.projectId, '60');
    expect(await stands(call)).toBe('50.00 50.00 50.00 0.00 50.00');
    await paid(poorToo!.projectId, '30');
    expect(await stands(call)).toBe('80.00 20.00 50.00 30.00 20.00');
    expect(await audit()).toEqual([]);
  });

  it('is exact to the ban when a hundred gifts come at once', async () => {
    const [poor, rich] = await two();
    const call = await openCall({ [poor!.placeCode]: '1', [rich!.placeCode]: '5000' }, '333.33', { bp: 3333 });
    const pledges = await Promise.all(
      Array.from({ length: 100 }, (_, n) => give(n < 20 ? poor!.projectId : rich!.projectId, '15')),
    );
    // Those of the town over the line are paid first: without a reserve they would take all.
    for (const { id } of [...pledges].reverse()) await cards.pay(id);
    await Promise.all(Array.from({ length: 6 }, () => room.get(Courier).drain()));
    await cards.drain();
    const { drawn } = (await room.get(MatchingQueries).call(call))!;
    const sides = (await room.get(FiguresQueries).equity()).filter(({ callId }) => callId === call);
    const [under, others] = [true, false].map((side) => sides.find((row) => row.under === side)!.drawn);
    expect(String(drawn)).toBe('333.33');
    expect([under!.compare(lei('111.10')) >= 0, others!.compare(lei('222.23')) <= 0]).toEqual([true, true]);
    expect(await audit()).toEqual([]);
  });

  it('is for all after its last day where the rule says so, and its payment is not taken back from under it', async () => {
    const [poor, rich] = await two();
    const call = await openCall({ [poor!.placeCode]: '1', [rich!.placeCode]: '5000' }, '100', { bp: 5000, until: today }); // prettier-ignore
    const more = await creditLine(room, town, { bank, lei: lei('100') });
    await room.get(SponsorsService).pay(more, call, town.operators[0]);
    await paid(rich!.projectId, '150');
    expect(await stands(call)).toBe('100.00 100.00 100.00 0.00 100.00');
    const journal = { key: `line:${more}:sponsor`, ref: { call, line: more } } as unknown as SeenJournal;
    const takeBack = room.db.transaction((tx) => room.get(SponsorsService).takeBack(tx, journal, { reason: 'x' }));
    await expect(takeBack).rejects.toMatchObject({ code: 'not-enough' });
    expect(await audit()).toEqual([]);
    await room.get(Clock).moveBy(86_400_000);
    await paid(rich!.projectId, '70');
    expect(await stands(call)).toBe('170.00 30.00 100.00 0.00 30.00');
    expect((await room.get(MatchingQueries).openFor(rich!.projectId))[0]).toMatchObject({ left: lei('30'), equity: { kept: false } }); // prettier-ignore
    expect(await audit()).toEqual([]);
  });
});
