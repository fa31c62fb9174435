import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { giveAll, type GiftMade, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { salcia } from './support/cast.js';
import { Mortals } from './support/mortals.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

const DONORS = 48;

describe('a web and a worker that are killed while gifts stream in', () => {
  let running: RunningWorld;
  let works: Works;
  let mortals: Mortals;
  const made: GiftMade[] = [];
  const gifts = Array.from({ length: DONORS }, (_, number): GiftPlan => {
    const amount = String(20 + number);
    return { email: `donor-${number}@donor.plai.example`, name: `Donor ${number}`, amount, currency: 'EUR' };
  });

  beforeAll(async () => {
    running = await openWorld({ webs: 2 });
    const town = await foundTown(running.world, running.operators, salcia());
    works = await campaignOf(running, town, waterPipe('keep'));
    mortals = await Mortals.of(running);
  }, 400_000);
  afterAll(async () => {
    mortals.close();
    await running.close();
  });

  it('take every gift once, though Stripe tells it several times, late and out of order', async () => {
    const { control } = running.sandbox;
    await control.rule({ action: 'duplicate', copies: 3, types: ['charge.*'] });
    await control.rule({ action: 'reorder', count: 3, types: ['checkout.session.completed'] });
    await control.rule({ action: 'delay', seconds: 1, types: ['payment_intent.succeeded'] });
    const giving = giveAll(
      running.world,
      gifts.map((gift) => [works, gift] as const),
      { atOnce: 6, told: (gift) => void made.push(gift) },
    );
    await mortals.killDuring(giving, ['web', 'worker'], 700);
    expect(made.map(({ outcome }) => outcome)).toEqual(gifts.map(() => 'paid'));
    await control.clearRules();
    await control.release();
    await running.world.settle();
    // What was told to a web that was dead is asked for.
    await running.world.operations('POST', '/ops/reconcile');
    await running.world.settle();
  }, 600_000);

  it('come to the same totals to the ban, with an empty audit', async () => {
    const { totals } = await shown<{ totals: { raised: MoneyJson; donors: number } }>(running, works);
    const expected = made.reduce((sum, { lei }) => sum.plus(Money.lei(lei)), Money.lei(0n));
    expect(totals).toMatchObject({ donors: DONORS, raised: expected.toJSON() });
    expect(await charged()).toEqual(gifts.map(({ amount }) => Number(amount) * 100));
    expect(await running.world.audit()).toEqual([]);
  });

  it('write each donor one receipt, which a kill may send twice but never as two letters', () => {
    for (const { email } of gifts) {
      const receipts = running.mailbox.letters.filter(
        ({ to, subject }) => to === email && subject.startsWith('Confirm'),
      );
      expect(new Set(receipts.map(({ headers }) => headers['message-id'])).size).toBe(1);
    }
  });

  async function charged(): Promise<number[]> {
    const stripe = new Stripe('sk_test_sandbox', { host: '127.0.0.1', port: running.sandbox.port, protocol: 'http' });
    const { data } = await stripe.charges.list({ limit: 100 });
    return data
      .filter(({ status }) => status === 'succeeded')
      .map(({ amount }) => amount)
      .sort((a, b) => a - b);
  }
});
