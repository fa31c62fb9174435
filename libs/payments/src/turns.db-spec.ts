import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { type CheckoutId, CheckoutsService, PaymentsModule } from './index.js';

const A_SECOND = 8;
const WANTED = 48;

let room: StripeRoom;
beforeAll(async () => {
  room = await openStripeRoom([PaymentsModule], { STRIPE_CALLS_PER_SECOND: String(A_SECOND) });
});
afterAll(() => room.close());

/** A page that somebody wants, not yet asked of Stripe. */
async function wanted(): Promise<CheckoutId> {
  const id = newId<'Checkout'>();
  const now = await room.get(Clock).now();
  const checkout = {
    ...({ id, owner: `pledge:${newId()}`, mode: 'pay', gift: Money.parse('10.00', 'EUR') } as const),
    ...({ feeCover: Money.zero('EUR'), email: 'ana@example.md', lang: 'ro', description: 'Lumină' } as const),
    ...{ successPath: '/ro/a', cancelPath: '/ro/b', expiresAt: new Date(now.getTime() + 3_600_000) },
  };
  await room.db.transaction((tx) => room.get(CheckoutsService).open(tx, checkout));
  return id;
}

const url = (id: CheckoutId) => room.get(CheckoutsService).urlOf(id);
/** The seconds in which Stripe was asked for pages. */
async function asked(): Promise<number[]> {
  const { data } = await room.stripe.control.requests();
  return data.filter(({ path }) => path === '/v1/checkout/sessions').map(({ at }) => at);
}

const busiestOf = (moments: readonly number[]) =>
  Math.max(...moments.map((second) => moments.filter((at) => at === second).length));

it('opens as many pages a second as Stripe takes, tells the others when their turn comes, and keeps it for them', async () => {
  const ids: CheckoutId[] = [];
  for (let n = 0; n < WANTED; n += 1) ids.push(await wanted());
  const outcomes = await Promise.allSettled(ids.map(url));
  const late = ids.filter((_, n) => outcomes[n]!.status === 'rejected');
  // Two seconds of patience, and the one at once.
  expect(WANTED - late.length).toBeGreaterThanOrEqual(2 * A_SECOND);
  expect(late.length).toBeGreaterThanOrEqual(WANTED - 3 * A_SECOND);
  for (const outcome of outcomes.filter((one) => one.status === 'rejected')) {
    expect(outcome.reason).toMatchObject({ kind: 'unavailable', code: 'checkout-waits' });
    expect((outcome.reason as { params: { seconds: number } }).params.seconds).toBeGreaterThanOrEqual(1);
  }
  // Whoever comes later does not come before them.
  await expect(url(await wanted())).rejects.toMatchObject({ code: 'checkout-waits' });
  await sleep((WANTED / A_SECOND) * 1_000);
  const urls = new Set<string>();
  for (let left = late; left.length > 0;) {
    const again = await Promise.allSettled(left.map(url));
    for (const one of again) if (one.status === 'fulfilled') urls.add(one.value);
    left = left.filter((_, n) => again[n]!.status === 'rejected');
    if (left.length > 0) await sleep(3_000);
  }
  expect(urls.size).toBe(late.length);
  const moments = await asked();
  expect(moments.length).toBe(WANTED);
  // They came late and all at once, and went one after the other all the same.
  expect(busiestOf(moments)).toBeLessThanOrEqual(A_SECOND + 1);
});

it('never asks faster than that, however many processes ask', async () => {
  await sleep(1_000);
  const before = (await asked()).length;
  const ids = await Promise.all(Array.from({ length: 2 * A_SECOND }, wanted));
  await Promise.all(ids.map(url));
  const moments = (await asked()).slice(before);
  expect(busiestOf(moments)).toBeLessThanOrEqual(A_SECOND + 1);
});

it('asks no faster while Stripe is in trouble and everybody tries again', async () => {
  await sleep(3_000);
  const before = (await asked()).length;
  const ids = await Promise.all(Array.from({ length: A_SECOND }, wanted));
  await room.stripe.control.fault({ path: '/v1/checkout/sessions', status: 400, times: 1_000 });
  for (const until = performance.now() + 3_000; performance.now() < until;) await Promise.allSettled(ids.map(url));
  await room.stripe.control.clearFaults();
  const moments = (await asked()).slice(before);
  expect(moments.length).toBeGreaterThan(A_SECOND);
  expect(busiestOf(moments)).toBeLessThanOrEqual(A_SECOND + 1);
});
