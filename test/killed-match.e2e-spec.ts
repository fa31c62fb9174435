import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendar, today } from '#apps/cli/src/world/dates.js';
import { giveAll, type GiftMade, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { openCall } from '#apps/cli/src/world/sponsor.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { salcia } from './support/cast.js';
import { Mortals } from './support/mortals.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld } from './support/world.js';

const DONORS = 30;
/** A leu to each, 500 to one donor: thirty of about 700 lei ask for more than it has. */
const POOL = '8000.00';
const PER_DONOR = 50_000n;

interface CallSeen {
  readonly paid: MoneyJson;
  readonly drawn: MoneyJson;
  readonly reserved: MoneyJson;
  readonly free: MoneyJson;
}

describe('what a sponsor adds when web and worker are killed as gifts are captured', () => {
  let running: RunningWorld;
  let mortals: Mortals;
  let works: Works;
  const made: GiftMade[] = [];
  const gifts = Array.from({ length: DONORS }, (_, number): GiftPlan => {
    const who = `donor-${number}`;
    return { email: `${who}@donor.plai.example`, name: who, amount: String(20 + number), currency: 'EUR' };
  });

  beforeAll(async () => {
    running = await openWorld({ webs: 2 });
    const { world, operators, bank } = running;
    const town = await foundTown(world, operators, salcia());
    works = await campaignOf(running, town, waterPipe('keep'));
    const closesOn = calendar(await today(world))(60);
    const rule = { sponsor: 'Nucul SRL', num: '1', den: '1', perDonor: '500', perProject: '', places: [] };
    await openCall(world, { operators, bank }, { ...rule, closesOn, pays: POOL });
    await world.settle();
    mortals = await Mortals.of(running);
  }, 400_000);
  afterAll(async () => {
    mortals.close();
    await running.close();
  });

  it('is drawn once by each gift, though Stripe tells of it several times and late', async () => {
    const { control } = running.sandbox;
    await control.rule({ action: 'duplicate', copies: 3, types: ['charge.*'] });
    await control.rule({ action: 'delay', seconds: 1, types: ['payment_intent.succeeded'] });
    const told = (gift: GiftMade) => void made.push(gift);
    const giving = giveAll(running.world, gifts.map((gift) => [works, gift] as const), { atOnce: 6, told }); // prettier-ignore
    await mortals.killDuring(giving, ['worker', 'web'], 400);
    await control.clearRules();
    await control.release();
    // The last that were captured draw while the worker is killed once more.
    await mortals.kill('worker');
    await running.world.operations('POST', '/ops/reconcile');
    await running.world.settle();
    expect(made.map(({ outcome }) => outcome)).toEqual(gifts.map(() => 'paid'));
  }, 600_000);

  it('comes to its pool to the ban, no gift drawing more than its own share, with an empty audit', async () => {
    const { data } = await running.operators[0].api.get<{ data: CallSeen[] }>('/operator/calls');
    const [pool, none] = [{ amount: POOL, currency: 'MDL' }, Money.lei(0n).toJSON()];
    expect(data).toMatchObject([{ paid: pool, drawn: pool, reserved: none, free: none }]);
    const matches = await running.db.rows<{ pledge: string; minor: string }>(
      `select pledge_id as pledge, sum(lei_minor)::text as minor from pledges.match where state = 'earned' group by 1`,
    );
    const given = new Map(made.map(({ id, lei }) => [id, lei]));
    const most = (id: string) => (given.get(id)! < PER_DONOR ? given.get(id)! : PER_DONOR);
    const full = matches.filter(({ pledge, minor }) => BigInt(minor) === most(pledge));
    // All drew their whole share but the last, for whom less was left.
    expect(matches.length - full.length).toBeLessThanOrEqual(1);
    expect(matches.every(({ pledge, minor }) => BigInt(minor) <= most(pledge))).toBe(true);
    expect(await running.world.audit()).toEqual([]);
  });
});
