import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import {
  addDays,
  type ApprovalId,
  type CivilDate,
  civilDate,
  Money,
  newId,
  type ProjectId,
} from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService, type SeenJournal } from '#libs/ledger/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import {
  claimOf,
  ClosingService,
  GiftRefundsService,
  MistakenGiftsService,
  type Pledge,
  PledgesQueries,
  PromisesService,
  TransfersService,
  WindingService,
} from '#libs/pledges/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, type TestCampaign } from '../../../test/support/campaign.js';
import type { CardBank } from '../../../test/support/card-bank.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { callFor, callStands, openSponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { DAR_2025 } from '../../../test/support/street-light.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import {
  type CallId,
  CallsService,
  type EnterCall,
  MatchingModule,
  MatchingQueries,
  SponsorsService,
} from './index.js';

const lei = (text: string): Money => Money.parse(text, 'MDL');

describe('sponsors add to people’s gifts', () => {
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

  const openCall = (places: readonly string[], paid: string, over: Partial<EnterCall> = {}): Promise<CallId> =>
    openSponsor(room, town, { places, paid: paid === '0' ? null : lei(paid), ...over });
  const give: SponsoredGifts['give'] = (...said) => gifts.give(...said);
  const paid: SponsoredGifts['paid'] = (...said) => gifts.paid(...said);
  const promised: SponsoredGifts['promised'] = (...said) => gifts.promised(...said);
  const refund = async ({ id }: Pledge, amount: Money | null) => {
    const approvalId = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId: id, amount, reason: 'x' }, town.operators[0]);
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
  };
  const stands = (id: CallId) => callStands(room, id);
  const claim = async (id: ProjectId) => (await room.get(LedgerQueries).balance(claimOf(id))).toString();
  const cancel = ({ projectId }: TestCampaign) =>
    room.db.transaction(async (tx) => {
      await room.get(CampaignGate).move(tx, projectId, 'cancelled', { by: null });
      await room.get(WindingService).begin(tx, projectId, 'cancelled');
    });
  /** Of a programme that wants a tenth of the people. */
  const enterProgramme = (id: ProjectId) =>
    room.db.rows('update projects.project set floor_bp = 1000, programme_edition_id = $2 where id = $1', [
      id,
      DAR_2025,
    ]);
  const audit = () => room.get(AuditService).run();

  it('opens a call by two, whose rule nobody changes, and knows its payment by its code', async () => {
    const calls = room.get(CallsService);
    const call = await callFor(room, [town.placeCode]);
    await expect(calls.enter(call, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(calls.enter({ ...call, sponsor: ' ', num: 0, perDonor: lei('0'), closesOn: addDays(today, -1) }, town.operators[0])).rejects.toMatchObject({
      fields: [{ code: 'required' }, { code: 'call-ratio' }, { code: 'amount-positive' }, { code: 'call-days' }],
    }); // prettier-ignore
    await expect(calls.enter({ ...call, sponsor: 'x'.repeat(81) }, town.operators[0])).rejects.toMatchObject({
      fields: [{ pointer: '/sponsor', code: 'too-long', params: { n: 80 } }],
    });
    await expect(calls.enter({ ...call, places: ['0000000'] }, town.operators[0])).rejects.toMatchObject({ fields: [{ code: 'call-place' }] }); // prettier-ignore
    const [asked] = (await Promise.all([1, 2, 3].map(() => calls.enter(call, town.operators[0])))) as [ApprovalId];
    expect(await calls.enter(call, town.operators[0])).toBe(asked);
    await expect(calls.enter({ ...call, num: 2 }, town.operators[0])).rejects.toMatchObject({ code: 'id-taken' });
    await expect(calls.confirm(asked, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' });
    await calls.confirm(asked, town.operators[1]);
    await expect(room.db.rows('update matching.call set num = 3 where id = $1', [call.id])).rejects.toThrow('never changes'); // prettier-ignore
    const { ref } = (await room.get(MatchingQueries).call(call.id))!;
    const line = await creditLine(room, town, { bank, lei: lei('700'), purpose: `pentru ${ref.toLowerCase().replaceAll('-', ' ')}` }); // prettier-ignore
    await room.db.transaction((tx) => room.get(SponsorsService).payByCode(tx, line, town.operators[0]));
    await room.get(SponsorsService).pay(line, call.id, town.operators[0]);
    expect(await stands(call.id)).toBe('0.00 0.00 700.00');
    expect(await room.get(MatchingQueries).payments(call.id)).toMatchObject([{ lineId: line, lei: lei('700') }]);
    await calls.close(call.id, town.operators[0]);
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    await openCall([placeCode], '10', { opensOn: addDays(today, 1) });
    await paid(projectId, '50');
    expect(await claim(projectId)).toBe('50.00');
  });

  it('keeps a match for a promise, adds it with the charge, and lets it fall with the promise', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { minimum: '150', bufferBp: 0 });
    const call = await openCall([placeCode], '1000', { num: 1, den: 2 });
    const [first, second] = [await promised(projectId, '150'), await promised(projectId, '99.99')];
    expect(await stands(call)).toBe('0.00 124.99 875.01');
    expect(await claim(projectId)).toBe('0.00');
    await room.get(PromisesService).withdraw(second.id, { by: (await room.get(PledgesQueries).find(second.id))!.personId }); // prettier-ignore
    expect(await stands(call)).toBe('0.00 75.00 925.00');
    expect(await audit()).toEqual([]);
    await room.db.rows(`update projects.campaign set closes_at = platform.now() - interval '1 second' where project_id = $1`, [projectId]); // prettier-ignore
    await room.get(ClosingService).closeDue();
    await cards.drain();
    await cards.answer();
    await cards.drain();
    expect(await stands(call)).toBe('75.00 0.00 925.00');
    expect(await claim(projectId)).toBe('225.00');
    expect(await room.get(MatchingQueries).ofGift(first.id)).toMatchObject({ state: 'earned', lei: lei('75') });
    const [totals] = await room.get(PledgesQueries).totals([projectId]);
    expect([totals!.raised, totals!.fromSponsors].join(' ')).toBe('225.00 75.00');
    expect(await audit()).toEqual([]);
  });

  it('counts for the success of a campaign once people alone bring what the programme wants of them', async () => {
    const end = async (asked: string, gift: string) => {
      const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', minimum: asked, optimum: asked });
      await enterProgramme(projectId);
      await openCall([placeCode], '1000', { num: 19 });
      await paid(projectId, gift);
      await room.db.rows(`update projects.campaign set closes_at = platform.now() - interval '1 second' where project_id = $1`, [projectId]); // prettier-ignore
      await room.get(ClosingService).closeDue();
      await cards.drain();
      return (
        await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [projectId])
      )[0]!.state;
    };
    // A tenth of 500 lei: of people alone.
    expect([await end('500', '25'), await end('500', '50')]).toEqual(['failed', 'funded']);
    expect(await audit()).toEqual([]);
  });

  it('lets people go on giving while they alone have not brought what the programme wants of them', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '500', optimum: '500' });
    const { projectId } = campaign;
    await enterProgramme(projectId);
    await openCall([campaign.placeCode], '1000', { num: 19 });
    await paid(projectId, '25');
    expect(await claim(projectId)).toBe('500.00');
    await paid(projectId, '25');
    await expect(give(projectId, '50')).rejects.toMatchObject({ code: 'campaign-full' });
    await room.db.rows(`update projects.campaign set closes_at = platform.now() - interval '1 second' where project_id = $1`, [projectId]); // prettier-ignore
    await room.get(ClosingService).closeDue();
    await cards.drain();
    const [{ state }] = (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [projectId])) as [{ state: string }]; // prettier-ignore
    expect(state).toBe('funded');
  });

  it('counts what one person gives to one project up to his cap, in whatever currency, and a project up to its own', async () => {
    const [one, other] = [
      await openCampaign(room.db, { model: 'keep' }),
      await openCampaign(room.db, { model: 'keep' }),
    ];
    const call = await openCall([one.placeCode, other.placeCode], '1000', { perDonor: lei('100'), perProject: lei('130') }); // prettier-ignore
    const email = 'maria@example.com';
    const given = [
      await paid(one.projectId, '60', { email }),
      await paid(one.projectId, '30', { email, amount: Money.parse('3', 'EUR') }),
      await paid(one.projectId, '70', { email }),
      await paid(other.projectId, '70', { email }),
      await paid(one.projectId, '50'),
    ];
    const drew = await Promise.all(
      given.map(async ({ id }) => (await room.get(MatchingQueries).ofGift(id))?.lei ?? null),
    );
    const euro = given[1]!.lei;
    expect(String(drew)).toBe(String([lei('60'), euro.min(lei('40')), lei('40').minus(euro.min(lei('40'))), lei('70'), lei('30')].map((one) => (one.isZero() ? null : one)))); // prettier-ignore
    expect(await stands(call)).toBe('200.00 0.00 800.00');
    expect(await audit()).toEqual([]);
  });

  it('gives a hundred gifts at once what is in the pool and no ban more', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', minimum: '1000', optimum: '100000' });
    const call = await openCall([placeCode], '108.50');
    const pledges = await Promise.all(Array.from({ length: 100 }, () => give(projectId, '15')));
    for (const { id } of pledges) await cards.pay(id);
    const couriers = Array.from({ length: 6 }, () => room.get(Courier).drain());
    await Promise.all(couriers);
    await cards.drain();
    expect(await stands(call)).toBe('108.50 0.00 0.00');
    expect(await claim(projectId)).toBe('1608.50');
    const rows = await room.db.rows<{ lei: string }>('select lei_minor::text as lei from pledges.match where call_id = $1 order by lei_minor desc', [call]); // prettier-ignore
    expect(rows.map((row) => row.lei)).toEqual([...Array.from({ length: 7 }, () => '1500'), '350']);
    expect(await audit()).toEqual([]);
  });

  it('gives a gift’s match back once, in parts that come to the ban, also when two ask at once', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode], '100', { num: 1, den: 3 });
    const gift = await paid(projectId, '100');
    expect(await stands(call)).toBe('33.33 0.00 66.67');
    await refund(gift, lei('50'));
    expect(await stands(call)).toBe('16.67 0.00 83.33');
    await refund(gift, lei('0.01'));
    const again = await Promise.allSettled([refund(gift, null), refund(gift, null)]);
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stands(call)).toBe('0.00 0.00 100.00');
    expect(await claim(projectId)).toBe('0.00');
    expect(await audit()).toEqual([]);
  });

  it('has its share of what is left when a project ends, by largest remainder with the gifts', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([campaign.placeCode], '100', { num: 1, den: 2 });
    await paid(campaign.projectId, '100');
    await paid(campaign.projectId, '50');
    expect(await claim(campaign.projectId)).toBe('225.00');
    const spent = {
      debit: claimOf(campaign.projectId),
      credit: account('held', 'operator', 'fx', 'MDL'),
      amount: lei('112.49'),
    };
    await room.db.transaction((tx) =>
      room
        .get(LedgerService)
        .post(tx, { key: 'spent', kind: 'tranche.released', project: campaign.projectId, postings: [spent] }),
    );
    await cancel(campaign);
    await cards.drain();
    expect(await claim(campaign.projectId)).toBe('0.00');
    // 112.51 over gifts of 100 and 50 and their matches of 50 and 25; the ban that is left over goes to the first.
    expect(await stands(call)).toBe('37.50 0.00 62.50');
  });

  it('takes a gift that was counted by mistake and its match back, and gives its own money its match', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
    const call = await openCall([placeCode], '100');
    const gift = await give(projectId, '40', { by: 'transfer' });
    await cards.drain();
    const line = await creditLine(room, town, { bank, lei: lei('40') });
    await room.get(TransfersService).match(line, gift.id, town.operators[0]);
    await cards.drain();
    expect(await stands(call)).toBe('40.00 0.00 60.00');
    const journal = { key: `pledge:${gift.id}:counted`, ref: { pledge: gift.id, line } } as unknown as SeenJournal;
    const uncount = () => room.db.transaction((tx) => room.get(MistakenGiftsService).uncount(tx, journal, { reason: 'x' })); // prettier-ignore
    // Of 80 lei 30 are spent: the gift itself is free, but its match would not be.
    const spent = { debit: claimOf(projectId), credit: account('held', 'operator', 'fx', 'MDL'), amount: lei('30') };
    const key = `spent:${projectId}`;
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key, kind: 'tranche.released', project: projectId, postings: [spent] })); // prettier-ignore
    await expect(uncount()).rejects.toMatchObject({ code: 'not-enough' });
    expect(await stands(call)).toBe('40.00 0.00 60.00');
    await room.db.transaction((tx) => room.get(LedgerService).reverse(tx, key, { reason: 'x' }));
    await uncount();
    expect(await stands(call)).toBe('0.00 0.00 100.00');
    await room
      .get(TransfersService)
      .match(await creditLine(room, town, { bank, lei: lei('35') }), gift.id, town.operators[0]);
    await cards.drain();
    expect(await stands(call)).toBe('35.00 0.00 65.00');
    expect(await claim(projectId)).toBe('70.00');
  });

  it('adds only to projects that are about what its sponsor wants, and says so nowhere else', async () => {
    const [one, other] = [
      await openCampaign(room.db, { model: 'keep' }),
      await openCampaign(room.db, { model: 'keep' }),
    ];
    const about = async (id: ProjectId, sector: string) => room.db.rows('update projects.project set sector = $2 where id = $1', [id, sector]); // prettier-ignore
    await about(one.projectId, 'water');
    await about(other.projectId, 'roads');
    const places = [one.placeCode, other.placeCode];
    await expect(openCall(places, '0', { sectors: ['dragons' as 'water'] })).rejects.toMatchObject({ fields: [{ pointer: '/sectors', code: 'choice' }] }); // prettier-ignore
    const call = await openCall(places, '100', { sectors: ['water', 'lighting', 'water'] });
    expect((await room.get(MatchingQueries).call(call))!.sectors).toEqual(['lighting', 'water']);
    await paid(other.projectId, '20');
    await paid(one.projectId, '30');
    expect(await stands(call)).toBe('30.00 0.00 70.00');
    const open = async (id: ProjectId) => (await room.get(MatchingQueries).openFor(id)).map(({ id: callId }) => callId);
    expect([await open(one.projectId), await open(other.projectId)]).toEqual([[call], []]);
    await expect(room.db.rows(`update matching.call set sectors = '{}' where id = $1`, [call])).rejects.toThrow('never changes'); // prettier-ignore
  });

  it('draws nothing after it was closed, and a project that nobody’s call is for draws nothing', async () => {
    const [one, other] = [
      await openCampaign(room.db, { model: 'keep' }),
      await openCampaign(room.db, { model: 'keep' }),
    ];
    const call = await openCall([one.placeCode], '100');
    await paid(other.projectId, '20');
    await paid(one.projectId, '20');
    await room.get(CallsService).close(call, town.operators[1]);
    await room.get(CallsService).close(call, town.operators[1]);
    await paid(one.projectId, '20');
    expect(await stands(call)).toBe('20.00 0.00 80.00');
    expect([await claim(one.projectId), await claim(other.projectId)]).toEqual(['60.00', '20.00']);
  });
});
