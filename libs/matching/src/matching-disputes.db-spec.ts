import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditModule } from '#libs/audit/src/index.js';
import { addDays, civilDate, Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { Disputes } from '../../../test/support/disputes.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildTown } from '../../../test/support/town.js';
import { CallsService, MatchingModule, MatchingQueries, SponsorsService } from './index.js';

let room: StripeRoom;
beforeAll(async () => {
  room = await openStripeRoom([MatchingModule, AuditModule]);
  await room.get(RatesService).loadShipped();
});
afterAll(() => room.close());

it('takes back of a match what a lost dispute takes of its gift, once, also after a part of it was given back', async () => {
  const town = await buildTown(room);
  const disputes = new Disputes(room);
  const { projectId, placeCode } = await openCampaign(room.db, { model: 'keep' });
  const today = civilDate(await room.get(Clock).now());
  const id = newId<'Call'>();
  const call = { id, sponsor: 'Nucul SRL', num: 1, den: 1, perDonor: null, perProject: null, minDonors: null, sectors: [], reserve: null, places: [placeCode], opensOn: today, closesOn: addDays(today, 60) };
  await room.get(CallsService).confirm(await room.get(CallsService).enter(call, town.operators[0]), town.operators[1]);
  const bank = await openBank(room, town.operators[0]);
  const line = await creditLine(room, town, { bank, lei: Money.lei(100_000n) });
  await room.get(SponsorsService).pay(line, id, town.operators[0]);
  const stands = async () => {
    const { drawn, reserved, free } = (await room.get(MatchingQueries).call(id))!;
    return [drawn, reserved, free].join(' ');
  };
  const gift = await disputes.gift(projectId, '200 MDL');
  const stays = await disputes.gift(projectId, '50 MDL');
  expect(await stands()).toBe('250.00 0.00 750.00');
  const won = await disputes.open(stays.id);
  await disputes.end(won, 'won');
  expect(await stands()).toBe('250.00 0.00 750.00');
  const lost = await disputes.open(gift.id);
  expect(await stands()).toBe('250.00 0.00 750.00');
  await disputes.end(lost, 'lost');
  await disputes.settled();
  expect(await stands()).toBe('50.00 0.00 950.00');
  expect(await disputes.books(projectId)).toBe('100.00 100.00 0.00');
  // Won after all: the gift is the project's again; what was added to it may be with another gift by now and stays in the pool.
  await disputes.end(lost, 'won');
  expect(await stands()).toBe('50.00 0.00 950.00');
  expect(await disputes.books(projectId)).toBe('300.00 300.00 0.00');
}); // prettier-ignore
