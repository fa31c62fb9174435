import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { ChargeSync } from './charge-sync.service.js';
import { type ChargeLater, ChargesService, CheckoutsService, PaymentsModule } from './index.js';

let room: StripeRoom;
beforeAll(async () => {
  room = await openStripeRoom([PaymentsModule]);
});
afterAll(() => room.close());

const amount = Money.parse('10.00', 'EUR');

/** A card that is saved, and the charge that is to be made of it. */
async function saved(): Promise<ChargeLater> {
  const owner = `pledge:${newId()}` as const;
  const [checkouts, now] = [room.get(CheckoutsService), await room.get(Clock).now()];
  const checkout = {
    ...{ id: newId<'Checkout'>(), owner, mode: 'save-card', gift: amount, feeCover: Money.zero('EUR') } as const,
    ...{ email: 'ana@example.md', lang: 'ro', description: 'Lumină', successPath: '/ro/a', cancelPath: '/ro/b' } as const,
    expiresAt: new Date(now.getTime() + 3_600_000),
  }; // prettier-ignore
  await room.db.transaction((tx) => checkouts.open(tx, checkout));
  await checkouts.urlOf(checkout.id);
  await room.stripe.control.pay((await checkouts.find(checkout.id))!.session!);
  await room.settle();
  return { id: newId<'Charge'>(), owner, checkoutId: checkout.id, amount, key: `${owner}:charge:1` };
}

it('charges each card once though Stripe takes only a few calls a second: what it refuses comes again', async () => {
  const charges: ChargeLater[] = [];
  for (let n = 0; n < 8; n += 1) charges.push(await saved());
  await room.db.transaction(async (tx) => {
    for (const charge of charges) await room.get(ChargesService).chargeLater(tx, charge);
  });
  const before = (await room.stripe.control.requests()).data.length;
  await room.stripe.control.settings({ rateLimit: 3 });
  let left = charges;
  let refused = 0;
  while (left.length > 0) {
    const outcomes = await Promise.allSettled(left.map(({ id }) => room.get(ChargeSync).attempt(id)));
    left = left.filter((_, index) => outcomes[index]!.status === 'rejected');
    refused += left.length;
    // As the queue does: what threw comes again after a rest.
    if (left.length > 0) await new Promise((done) => setTimeout(done, 1000));
  }
  await room.stripe.control.settings({ rateLimit: 0 });
  await room.settle();
  expect(refused).toBeGreaterThan(0);
  for (const { owner } of charges)
    expect((await room.get(ChargesService).ofOwner(owner)).map(({ state }) => state)).toEqual(['succeeded']);
  const calls = (await room.stripe.control.requests()).data.slice(before);
  const made = calls.filter(({ method, path, status }) => method === 'POST' && path === '/v1/payment_intents' && status === 200); // prettier-ignore
  expect(new Set(made.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(charges.length);
  expect(made).toHaveLength(charges.length);
  expect(calls.some(({ status }) => status === 429)).toBe(true);
});
