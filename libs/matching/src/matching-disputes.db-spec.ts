import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditModule } from '#libs/audit/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { Disputes } from '../../../test/support/disputes.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { callStands, openSponsor } from '../../../test/support/sponsor.js';
import { buildTown } from '../../../test/support/town.js';
import { MatchingModule } from './index.js';

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
  const id = await openSponsor(room, town, { places: [placeCode], paid: Money.lei(100_000n) });
  const stands = () => callStands(room, id);
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
