import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { GOOD_CARD, payOnPage } from '#apps/cli/src/world/card-page.client.js';
import { complete, type Delivery, meet, payTranche, spend } from '#apps/cli/src/world/delivery.js';
import { give, type GiftMade, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { passUntil, reach } from '#apps/cli/src/world/life.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import { inRomanian } from '#apps/cli/src/world/texts.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { salcia } from './support/cast.js';
import { giftToken, linksTo, subjectsTo } from './support/letters.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

interface Shown {
  readonly project: { readonly state: string };
  readonly totals: { readonly raised: MoneyJson; readonly promised: MoneyJson; readonly donors: number };
}

const GIFTS = {
  gheorghe: {
    email: 'gheorghe@donor.plai.example',
    name: 'Gheorghe Rotaru',
    amount: '500',
    currency: 'EUR',
    lang: 'ro',
  },
  // Asks for authentication when the card is saved.
  sergiu: { email: 'sergiu@donor.plai.example', name: 'Sergiu Vrabie', amount: '250', currency: 'USD', lang: 'en', card: { number: '4000002500003155' } }, // prettier-ignore
  // Can be saved; the charge is declined.
  natalia: { email: 'natalia@donor.plai.example', name: 'Natalia Cebotari', amount: '300', currency: 'EUR', lang: 'ru', card: { number: '4000000000000341' } }, // prettier-ignore
  petru: { email: 'petru@donor.plai.example', name: 'Petru Sîrbu', amount: '4000', currency: 'MDL', lang: 'ro', by: 'transfer' }, // prettier-ignore
  elena: { email: 'elena@donor.plai.example', name: 'Elena Botnaru', amount: '200', currency: 'EUR', lang: 'en' },
} satisfies Record<string, GiftPlan>;

const NAMED = /(?<=[„‘«]).+(?=[”’»])/;
const ENDING = {
  ro: ['Banii s-au strâns: „T”', 'Tranșa 1 la „T”: pe drum', 'Tranșa 2 la „T”: pe drum', 'Predat: „T”'],
  ru: ['Деньги собраны: «T»', 'Транш 1, «T»: в пути', 'Транш 2, «T»: в пути', 'Сдано: «T»'],
  en: ['Funded: ‘T’', 'Tranche 1 of ‘T’: in transit', 'Tranche 2 of ‘T’: in transit', 'Completed: ‘T’'],
} as const;

describe('a project from publication to delivery', () => {
  let running: RunningWorld;
  let works: Works;
  const made = {} as Record<keyof typeof GIFTS, GiftMade>;
  const now = () => shown<Shown>(running, works);

  beforeAll(async () => {
    running = await openWorld();
    const town = await foundTown(running.world, running.operators, salcia());
    works = await campaignOf(running, town, waterPipe('all-or-nothing'));
  });
  afterAll(() => running.close());

  it('takes promises, whatever becomes of the webhooks on their way', async () => {
    const { control } = running.sandbox;
    await control.rule({ action: 'reorder', types: ['setup_intent.*', 'checkout.session.completed'], count: 3 });
    await control.rule({ action: 'duplicate', copies: 3 });
    for (const [who, gift] of Object.entries(GIFTS))
      made[who as keyof typeof GIFTS] = await give(running.world, works, gift);
    await control.clearRules();
    await control.release({ order: 'last', copies: 2 });
    await running.world.settle();
    const lei = Object.values(made).map((gift) => gift.lei);
    expect(lei).toEqual([1_059_525n, 448_820n, 635_715n, 400_000n, 423_810n]);
    expect((await now()).totals).toMatchObject({ raised: { amount: '0.00' }, promised: { amount: '25678.70' } });
  });

  it('lets a promise be withdrawn by the link of its letter, and counts a transfer that the bank shows', async () => {
    const token = await giftToken(running, GIFTS.elena.email);
    await running.world.anybody.delete(`/pledges/${made.elena.id}?token=${token}`);
    const { bank, operators } = running;
    const accountId = await bank.account('MDL');
    const line = await bank.line({ accountId, amount: { amount: '4000.00', currency: 'MDL' }, meaning: 'gift', purpose: `Contribuție ${made.petru.ref}` }); // prettier-ignore
    await operators[0].api.post(`/bank/lines/${line}/claim`, { pledgeId: made.petru.id });
    await running.world.settle();
    expect((await now()).totals).toMatchObject({ raised: { amount: '4000.00' }, promised: { amount: '21440.60' } });
  });

  it('charges the cards at the end, and takes a repaired one for what it promised', async () => {
    await running.sandbox.control.rule({ action: 'duplicate', copies: 3 });
    await passUntil(running.world, new Date(`${works.plan.closesOn}T22:00:00Z`), 7200);
    await reach(running.world, works, 'collecting');
    const { natalia } = GIFTS;
    await running.world.until('the declined letter', () =>
      Promise.resolve(subjectsTo(running, natalia.email).length > 1),
    );
    const token = await giftToken(running, natalia.email);
    const { payUrl } = await running.world.anybody.post<{ payUrl: string }>(
      `/pledges/${made.natalia.id}/card?token=${token}`,
    );
    await payOnPage(payUrl, GOOD_CARD, natalia, running.world.tally);
    await reach(running.world, works, 'funded');
    await running.sandbox.control.clearRules();
    await running.world.settle();
    expect((await now()).totals).toMatchObject({
      raised: { amount: '25440.60' },
      promised: { amount: '0.00' },
      donors: 4,
    });
    expect(await running.world.audit()).toEqual([]);
  });

  it('brings the money home, pays two tranches, proves what was bought and ends', async () => {
    const { world, operators, bank } = running;
    const delivery: Delivery = { world, works, operators, bank };
    await bank.bringHome((foreign) => Money.lei(foreign.minor * 21n));
    await bank.ownMeans(Money.lei(500_000n));
    const first = await payTranche(delivery, 1, 'Contractul e semnat, țevile sunt livrate.');
    await spend(delivery, first, 'AA 000101');
    await meet(delivery, 2);
    const second = await payTranche(delivery, 2, 'Apa curge; recepția e făcută.');
    await spend(delivery, second, 'AA 000102');
    await complete(delivery);
    await world.settle();
    expect([first.amount, second.amount]).toEqual(['15264.36', '10176.24']);
    expect((await now()).project.state).toBe('completed');
    expect(await world.audit()).toEqual([]);
  });

  it('has told everybody once, in his language', () => {
    // A long name gives way, so that a phone shows the whole subject.
    const title = inRomanian(works.plan.title);
    const titled = (name: string) => (title.startsWith(name.replace(/…$/, '')) ? 'T' : name);
    const told = Object.fromEntries(
      Object.entries(GIFTS).map(([who, { email }]) => {
        const { ref } = made[who as keyof typeof GIFTS];
        return [who, subjectsTo(running, email).map((line) => line.replace(ref, 'REF').replace(NAMED, titled))]; // prettier-ignore
      }),
    );
    const letters = {
      gheorghe: ['Promisiunea REF: 500,00 €, „T”', 'Confirmarea REF: 500,00 €, „T”', ...ENDING.ro],
      sergiu: ['Pledge REF: $250.00, ‘T’', 'Receipt REF: $250.00, ‘T’', ...ENDING.en],
      natalia: ['Обещание REF: 300,00 €, «T»', 'Оплата не прошла: REF, «T»', 'Подтверждение REF: 300,00 €, «T»', ...ENDING.ru], // prettier-ignore
      petru: ['Cum trimiteți 4 000 de lei: codul REF', 'Confirmarea REF: 4 000 de lei, „T”', ...ENDING.ro],
      // Whoever withdraws is told once that nothing is taken, and has stopped following by that.
      elena: ['Pledge REF: €200.00, ‘T’', 'You withdrew your pledge REF: ‘T’'],
    };
    // In no promised order: letters leave side by side.
    for (const [who, expected] of Object.entries(letters)) expect(told[who]!.sort()).toEqual([...expected].sort());
  });

  it('has written no link that leads nowhere', async () => {
    const links = Object.values(GIFTS).flatMap(({ email }) => linksTo(running, email));
    const answers = await Promise.all(links.map(async (link) => [link, (await fetch(link)).status] as const));
    expect(links.length).toBeGreaterThan(10);
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });

  it('has taken each card once', async () => {
    const stripe = new Stripe('sk_test_sandbox', { host: '127.0.0.1', port: running.sandbox.port, protocol: 'http' });
    const { data } = await stripe.charges.list({ limit: 100 });
    const taken = data
      .filter(({ status }) => status === 'succeeded')
      .map(({ amount, currency }) => `${amount} ${currency}`);
    expect(taken.sort()).toEqual(['25000 usd', '30000 eur', '50000 eur']);
  });
});
