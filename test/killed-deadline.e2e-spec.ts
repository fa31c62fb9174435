import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { giveAll, type GiftMade, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { passUntil, reach } from '#apps/cli/src/world/life.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { salcia } from './support/cast.js';
import { Mortals } from './support/mortals.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

/** Enough for the smaller version and its buffer, not for the whole: who wanted all or nothing is not charged. */
const STAY = 11;
const KILLS = 4;

describe('a campaign that falls short while its worker is killed at the deadline', () => {
  let running: RunningWorld;
  let mortals: Mortals;
  let works: Works;
  const made = new Map<string, GiftMade>();
  const gifts = Array.from({ length: STAY + 1 }, (_, n): GiftPlan => {
    const shortfall = n < STAY ? 'smaller' : 'return';
    return { email: `donor-${n}@donor.plai.example`, name: `Donor ${n}`, amount: '100', currency: 'EUR', shortfall };
  });

  beforeAll(async () => {
    running = await openWorld({ webs: 2 });
    const town = await foundTown(running.world, running.operators, salcia());
    works = await campaignOf(running, town, waterPipe('all-or-nothing'));
    await giveAll(running.world, gifts.map((gift) => [works, gift] as const), { told: (gift) => void made.set(gift.id, gift) }); // prettier-ignore
    await running.world.settle();
    mortals = await Mortals.of(running);
  }, 400_000);
  afterAll(async () => {
    mortals.close();
    await running.close();
  });

  it('is decided once, by one snapshot, and each card is charged once', async () => {
    await passUntil(running.world, new Date(`${works.plan.closesOn}T22:00:00Z`), 7_200);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(kill * 150);
      await mortals.kill('worker');
    }
    await reach(running.world, works, 'funded');
    await running.world.operations('POST', '/ops/reconcile');
    await running.world.settle();
    const decided = await running.db.rows('select stage, decision from pledges.closing where project_id = $1 order by at', [works.id]); // prettier-ignore
    expect(decided).toEqual([
      { stage: 'closing', decision: 'collecting' },
      { stage: 'collecting', decision: 'funded-smaller' },
    ]);
    expect(await charged()).toEqual(Array.from({ length: STAY }, () => 10_000));
  }, 600_000);

  it('counts what came to the ban, gives nothing to whoever wanted all or nothing, with an empty audit', async () => {
    const { totals } = await shown<{ totals: { raised: MoneyJson; donors: number } }>(running, works);
    const [{ lei }] = [...made.values()] as [GiftMade];
    expect(totals).toMatchObject({ donors: STAY, raised: Money.lei(lei * BigInt(STAY)).toJSON() });
    expect(await running.world.audit()).toEqual([]);
  });

  async function charged(): Promise<number[]> {
    const stripe = new Stripe('sk_test_sandbox', { host: '127.0.0.1', port: running.sandbox.port, protocol: 'http' });
    const { data } = await stripe.charges.list({ limit: 100 });
    return data.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
  }
});
