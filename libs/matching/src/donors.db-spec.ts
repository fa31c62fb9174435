import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { MatchesService, TransfersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import type { CardBank } from '../../../test/support/card-bank.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { callStands, openSponsor, SponsoredGifts } from '../../../test/support/sponsor.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type CallId, MatchingModule, MatchingQueries } from './index.js';

const lei = (text: string): Money => Money.parse(text, 'MDL');

describe('a call that wants a number of different donors', () => {
  let room: Room;
  let town: Town;
  let cards: CardBank;
  let gifts: SponsoredGifts;
  let bank: BankAccountId;
  beforeAll(async () => {
    room = await openRoom([MatchingModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    gifts = new SponsoredGifts(room);
    cards = gifts.cards;
    bank = await openBank(room, town.operators[0]);
  });
  afterAll(() => room.close());

  const paid = async (projectId: ProjectId, sum: string, email?: string) =>
    (await gifts.paid(projectId, sum, email ? { email } : {})).id;
  const fromAccount = async (projectId: ProjectId, sum: string, counterpartyIban: string) => {
    const { id } = await gifts.give(projectId, sum, { by: 'transfer' });
    await cards.drain();
    const line = await creditLine(room, town, { bank, lei: lei(sum) });
    await room.db.rows('update banking.line set counterparty_iban = $2 where id = $1', [line, counterpartyIban]);
    await room.get(TransfersService).match(line, id, town.operators[0]);
    await cards.drain();
  };
  const stands = (id: CallId) => callStands(room, id);
  const waits = async (projectId: ProjectId) => {
    const [call] = await room.get(MatchingQueries).openFor(projectId);
    return call!.waits && [call!.waits.donors, call!.waits.possible].join(' ');
  };

  it('adds nothing before, and then to all their gifts in the order of payment, each up to its cap', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('100'), minDonors: 3, perDonor: lei('50') });
    const first = await paid(projectId, '40', 'ana@example.com');
    await paid(projectId, '30', 'ana@example.com');
    const second = await paid(projectId, '45');
    expect([await stands(call), await waits(projectId)]).toEqual(['0.00 0.00 100.00', '2 95.00']);
    const third = await paid(projectId, '25');
    expect([await stands(call), await waits(projectId)]).toEqual(['100.00 0.00 0.00', null]);
    const drew = await Promise.all([first, second, third].map(async (id) => String((await room.get(MatchingQueries).ofGift(id))?.lei)));
    expect(drew).toEqual(['40.00', '45.00', '5.00']);
    expect(await room.get(AuditService).run()).toEqual([]);
  }); // prettier-ignore

  it('counts whoever pays from one account once, and gifts that draw from another call as their donors’', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const other = await openSponsor(room, town, { places: [placeCode], paid: lei('10') });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('100'), minDonors: 3 });
    await fromAccount(projectId, '20', 'MD75EX0900002324ZZ47QC24');
    await fromAccount(projectId, '20', 'MD75EX0900002324ZZ47QC24');
    await paid(projectId, '15');
    expect([await stands(other), await stands(call)]).toEqual(['10.00 0.00 0.00', '0.00 0.00 100.00']);
    await paid(projectId, '15');
    expect(await stands(call)).toBe('50.00 0.00 50.00');
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('takes one mailbox for one donor, however its address is written: for their number and for each one’s cap', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('500'), minDonors: 2, perDonor: lei('50') });
    for (const email of ['vera.rusu@gmail.com', 'verarusu+2@gmail.com', 'v.e.r.a.rusu@googlemail.com']) await paid(projectId, '40', email);
    expect([await stands(call), await waits(projectId)]).toEqual(['0.00 0.00 500.00', '1 50.00']);
    await paid(projectId, '20', 'vera.rusu@example.com');
    expect([await stands(call), await waits(projectId)]).toEqual(['70.00 0.00 430.00', null]);
    await paid(projectId, '40', 'Vera.Rusu+5@gmail.com');
    await paid(projectId, '40', 'vera.rusu+5@example.com');
    expect(await stands(call)).toBe('100.00 0.00 400.00');
    expect(await room.get(AuditService).run()).toEqual([]);
  }); // prettier-ignore

  it('is exact when the donor who makes enough, and many after him, come at once', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('333.33'), minDonors: 10, perProject: lei('222.22') }); // prettier-ignore
    const pledges = await Promise.all(Array.from({ length: 30 }, () => gifts.give(projectId, '15')));
    for (const { id } of pledges) await cards.pay(id);
    await Promise.all(Array.from({ length: 6 }, () => room.get(Courier).drain()));
    await cards.drain();
    expect(await stands(call)).toBe('222.22 0.00 111.11');
    const rows = await room.db.rows('select 1 from pledges.match where call_id = $1', [call]);
    expect(rows).toHaveLength(15);
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('keeps for promises what enough of them would draw', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { minimum: '1000', bufferBp: 0 });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('100'), minDonors: 2 });
    const promise = async () => {
      await cards.saveCard((await gifts.give(projectId, '30')).id);
      await cards.drain();
    };
    await promise();
    expect([await stands(call), await waits(projectId)]).toEqual(['0.00 0.00 100.00', '1 30.00']);
    await promise();
    expect([await stands(call), await waits(projectId)]).toEqual(['0.00 60.00 40.00', null]);
  });

  it('is found out by the audit when a project has drawn before as many had given', async () => {
    const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const call = await openSponsor(room, town, { places: [placeCode], paid: lei('100'), minDonors: 3 });
    const matches = room.get(MatchesService);
    await paid(projectId, '15', 'ion@example.com');
    await paid(projectId, '15', 'ion@example.com');
    await fromAccount(projectId, '20', 'MD42AG000225100013104169');
    await fromAccount(projectId, '20', 'MD42AG000225100013104169');
    const last = await gifts.give(projectId, '15');
    expect(await stands(call)).toBe('0.00 0.00 100.00');
    const [first] = await room.db.rows<{ id: PledgeId }>(`select id from pledges.pledge where project_id = $1 and state = 'counted' order by id limit 1`, [projectId]); // prettier-ignore
    await room.db.transaction(async (tx) => {
      const drawing = (await matches.open(tx, first!.id))!;
      await matches.draw(tx, drawing, { callId: call, counted: lei('15'), lei: lei('15') });
    });
    await cards.pay(last.id);
    // Who came later does not make it right.
    await plant(
      room,
      ['pledges.match'],
      [`update pledges.match set at = at - interval '5 minutes' where call_id = '${call}'`],
    );
    await cards.drain();
    const found = await room.get(AuditService).run();
    expect(found).toMatchObject([{ kind: 'call-early', subject: `call:${call}`, params: { donors: 0, least: 3 } }]);
    await plant(
      room,
      ['pledges.match'],
      [`update pledges.match set at = at + interval '5 minutes' where call_id = '${call}'`],
    );
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('is refused with a number that makes no sense', async () => {
    for (const minDonors of [1, 1000, 2.5, Number.NaN])
      await expect(openSponsor(room, town, { places: [], paid: lei('1'), minDonors })).rejects.toMatchObject({ fields: [{ pointer: '/minDonors', code: 'call-donors' }] }); // prettier-ignore
  });
});
