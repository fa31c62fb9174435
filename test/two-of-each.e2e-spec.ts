import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { ApiClient } from '#apps/cli/src/world/api.client.js';
import { payOnPage, GOOD_CARD } from '#apps/cli/src/world/card-page.client.js';
import { giveAll, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { passUntil, reach } from '#apps/cli/src/world/life.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { type MoneyJson, newId } from '#libs/kernel/src/index.js';
import { salcia } from './support/cast.js';
import { subjectsTo } from './support/letters.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

const DONORS = 24;
const GIFT = 50;

describe('two webs and two workers on one database', () => {
  let running: RunningWorld;
  let works: Works;
  let doomed: ChildProcess;
  const addressOf = (number: number) => `donor-${number}@donor.plai.example`;
  const totals = async () =>
    (await shown<{ totals: { raised: MoneyJson; promised: MoneyJson; donors: number } }>(running, works)).totals;

  beforeAll(async () => {
    running = await openWorld({ webs: 2, workers: 1 });
    const town = await foundTown(running.world, running.operators, salcia());
    works = await campaignOf(running, town, waterPipe('all-or-nothing'));
    doomed = await running.workerProcess();
  });
  afterAll(async () => {
    doomed.kill('SIGKILL');
    await running.close();
  });

  it('take one gift once when both are asked for it at the same time', async () => {
    const { world, webs } = running;
    const [id, email] = [newId(), addressOf(0)];
    const body = { amount: { amount: '50', currency: 'EUR' }, email, by: 'card', shortfall: 'smaller', lang: 'ro' };
    const doors = [...webs, ...webs, ...webs].map((base) => new ApiClient(base, world.tally, world.place.replayToken));
    const answers = await Promise.all(doors.map((door) => door.put<{ ref: string; payUrl: string }>(`/projects/${works.id}/pledges/${id}`, body))); // prettier-ignore
    expect(new Set(answers.map(({ ref }) => ref)).size).toBe(1);
    expect(new Set(answers.map(({ payUrl }) => payUrl)).size).toBe(1);
    await payOnPage(answers[0]!.payUrl, GOOD_CARD, { name: 'Donor', email }, world.tally);
    await world.settle();
    expect((await totals()).promised.amount).toBe('1059.52');
  });

  it('charge every card once when one of them is killed in the middle', async () => {
    const gifts = Array.from({ length: DONORS - 1 }, (_, index): [Works, GiftPlan] => {
      return [
        works,
        { email: addressOf(index + 1), name: `Donor ${index + 1}`, amount: String(GIFT), currency: 'EUR' },
      ];
    });
    await giveAll(running.world, gifts, { atOnce: 4 });
    await running.world.settle();
    expect((await totals()).promised.amount).toBe('25428.48');
    // Stripe's answers take their time, so that some are on their way when the worker dies.
    await running.sandbox.control.fault({ path: '/v1/payment_intents', method: 'POST', times: DONORS, delayMs: 300 });
    await passUntil(running.world, new Date(`${works.plan.closesOn}T22:00:00Z`), 7200);
    await reach(running.world, works, 'collecting');
    await running.world.until('charges under way', async () => (await charged()).length >= 3);
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    await running.addWorker();
    await reach(running.world, works, 'funded');
    await running.world.settle();
    expect(await charged()).toEqual(Array.from({ length: DONORS }, () => GIFT * 100));
    expect(await totals()).toMatchObject({
      donors: DONORS,
      raised: { amount: '25428.48' },
      promised: { amount: '0.00' },
    });
    expect(await running.world.audit()).toEqual([]);
  });

  it('write every letter once', () => {
    for (let number = 0; number < DONORS; number += 1) {
      const subjects = subjectsTo(running, addressOf(number));
      expect(subjects.filter((line) => line.startsWith('Confirmarea')).length).toBe(1);
      expect(new Set(subjects).size).toBe(subjects.length);
    }
  });

  async function charged(): Promise<number[]> {
    const stripe = new Stripe('sk_test_sandbox', { host: '127.0.0.1', port: running.sandbox.port, protocol: 'http' });
    const { data } = await stripe.charges.list({ limit: 100 });
    return data.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
  }
});
