import { Money } from '#libs/kernel/src/index.js';
import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import { BankDesk } from '../world/bank-desk.js';
import { calendar, today } from '../world/dates.js';
import { askAndInspect, complete, type Delivery, meet, payTranche, spend } from '../world/delivery.js';
import { giveAll } from '../world/giving.js';
import { passUntil, publish, reach, voteOn } from '../world/life.js';
import { foundTown, type Operators, type Town } from '../world/town.js';
import { sendProject, type Works, type WorksPlan } from '../world/works-plan.js';
import { World, type WorldPlace } from '../world/world.js';
import { TOWNS } from './cast.js';
import { giftsFor } from './gifts.data.js';
import { smallWork, streetLight } from './works.data.js';

const DAY = 86_400;
const leiAt = (rate: bigint) => (foreign: Money) => Money.lei((foreign.minor * rate) / 10_000n);

/**
 * Plays the demonstration through the public API, from `days` ago until now: a street light that is collecting promises,
 * a roof in delivery with a vote open, a water pipe completed, a library that fell short, a playground waiting for its
 * association.
 */
export async function playDemo(place: WorldPlace, days: number): Promise<void> {
  const story = await Story.begin(place, days);
  await story.firstCampaigns();
  await story.collected();
  await story.delivered();
  await story.untilToday();
}

class Story {
  private passed = 0;
  private roof!: Works;
  private water!: Works;

  private start: Date | null = null;
  private readonly bank: BankDesk;

  private constructor(
    private readonly world: World,
    private readonly days: number,
    private readonly operators: Operators,
    private readonly towns: readonly Town[],
  ) {
    this.bank = new BankDesk(world, operators);
  }

  static async begin(place: WorldPlace, days: number): Promise<Story> {
    const world = new World(place);
    // The command has set Plai's clock back already; the sandbox's goes the same way.
    await world.sandbox('/clock', { seconds: -days * DAY });
    const [one, two] = DEMO_PEOPLE.filter(({ part }) => part.endsWith('operator'));
    const operators: Operators = [await world.signIn(one!.email, one!.name), await world.signIn(two!.email, two!.name)];
    const towns: Town[] = [];
    for (const cast of TOWNS) towns.push(await foundTown(world, operators, cast));
    const story = new Story(world, days, operators, towns);
    for (const currency of ['MDL', 'EUR'] as const) await story.bank.account(currency);
    return story;
  }

  /** Three projects are sent in, endorsed, published; their campaigns are given to. */
  async firstCampaigns(): Promise<void> {
    const day = calendar(await today(this.world));
    const [mihaileni, salcia, hirtop] = this.towns as [Town, Town, Town];
    const small = (words: Parameters<typeof smallWork>[1], rest: Parameters<typeof smallWork>[2]) =>
      smallWork(day, words, rest);
    this.roof = await sendProject(
      this.world,
      mihaileni,
      small(ROOF, { town: 120_000, people: 42_000, minimum: 30_000, model: 'keep' }),
    );
    this.water = await sendProject(
      this.world,
      salcia,
      small(WATER, { town: 90_000, people: 30_000, minimum: 20_000, model: 'all-or-nothing' }),
    );
    const library = await sendProject(
      this.world,
      hirtop,
      small(LIBRARY, { town: 40_000, people: 60_000, minimum: 45_000, model: 'all-or-nothing' }),
    );
    const first = [this.roof, this.water, library];
    await this.endorseAndPublish(first);
    await this.until(9);
    for (const works of first) await reach(this.world, works, 'campaign');
    await giveAll(
      this.world,
      [...giftsFor(this.roof, 'roof'), ...giftsFor(this.water, 'water'), ...giftsFor(library, 'library')],
      { atOnce: 4 },
    );
    await this.world.settle();
  }

  /** The campaigns close; cards are charged; money comes home. */
  async collected(): Promise<void> {
    await this.until(40);
    for (const works of [this.roof, this.water]) await reach(this.world, works, 'funded');
    await this.bank.bringHome(leiAt(210_000n));
    await this.bank.ownMeans(Money.lei(1_500_000n));
  }

  /** The water pipe is built, proven and handed over; the roof has its first tranche. */
  async delivered(): Promise<void> {
    const [roof, water] = [this.deliveryOf(this.roof), this.deliveryOf(this.water)];
    await this.until(55);
    const first = await payTranche(water, 1, 'Contractul e semnat, țevile sunt livrate.');
    const roofFirst = await payTranche(roof, 1, 'Contractul e semnat, țigla e în depozit.');
    await spend(water, first, 'AA 000101');
    await spend(roof, roofFirst, 'AB 000201');
    await meet(roof, 1);
    await this.until(90);
    await meet(water, 2);
    const second = await payTranche(water, 2, 'Apa curge; recepția e făcută.');
    await spend(water, second, 'AA 000102');
    await complete(water);
    await this.world.settle();
  }

  /** The street light opens, the roof's second tranche is voted on, a playground waits for its association. */
  async untilToday(): Promise<void> {
    const [mihaileni, , , izvoare] = this.towns as [Town, Town, Town, Town];
    await this.until(this.days - 45);
    const light = await sendProject(this.world, mihaileni, streetLight(calendar(await today(this.world))));
    await this.endorseAndPublish([light]);
    await this.until(this.days - 36);
    await reach(this.world, light, 'campaign');
    await giveAll(this.world, giftsFor(light, 'light'), { atOnce: 4 });
    await this.until(this.days - 1);
    await meet(this.deliveryOf(this.roof), 2);
    await askAndInspect(this.deliveryOf(this.roof), 2, 'Acoperișul e montat; au rămas jgheaburile.');
    await sendProject(
      this.world,
      izvoare,
      smallWork(calendar(await today(this.world)), PLAYGROUND, {
        town: 25_000,
        people: 35_000,
        minimum: 25_000,
        model: 'keep',
      }),
    );
    await this.until(this.days);
    await this.world.settle();
  }

  private async endorseAndPublish(all: readonly Works[]): Promise<void> {
    let closes = new Date(0);
    for (const { id, town } of all)
      closes = await voteOn(this.world, town, `project:${id}`, ['yes', 'yes', 'yes', 'yes', 'abstain']);
    this.passed += await passUntil(this.world, closes);
    for (const works of all) await publish(this.world, this.operators, works);
  }

  private deliveryOf(works: Works): Delivery {
    return { world: this.world, works, operators: this.operators, bank: this.bank };
  }

  /** Moves on to a day of the story, if it is not there yet. */
  private async until(day: number): Promise<void> {
    const begun = await this.startDay();
    this.passed += await passUntil(this.world, new Date(begun.getTime() + day * DAY * 1000), 0);
  }

  private async startDay(): Promise<Date> {
    if (!this.start) {
      const { now } = JSON.parse(await this.world.operations('POST', '/ops/clock', { seconds: 0 })) as { now: string };
      this.start = new Date(Date.parse(now) - this.passed * 1000);
    }
    return this.start;
  }
}

type Words = Pick<WorksPlan, 'title' | 'summary' | 'why' | 'sector' | 'peopleServed'>;

const ROOF: Words = {
  title: 'Acoperiș nou pentru grădinița „Ghiocel”',
  summary: 'Țiglă metalică, izolație și jgheaburi pentru clădirea cu două grupe.',
  why: 'Când plouă, educatoarele pun găleți în dormitor. Tavanul a căzut de două ori în doi ani, iar primăria a cârpit cât a putut.',
  sector: 'education',
  peopleServed: 48,
};
const WATER: Words = {
  title: 'Apeduct pentru mahalaua de sus',
  summary: '1,2 km de țeavă și zece cișmele pentru casele de pe deal.',
  why: 'Fântânile din deal seacă din iulie. Oamenii cară apa cu căruța, iar bătrânii așteaptă vecinii.',
  sector: 'water',
  peopleServed: 210,
};
const LIBRARY: Words = {
  title: 'Sobă și ferestre pentru bibliotecă',
  summary: 'Căldură în sala de lectură, ca biblioteca să fie deschisă și iarna.',
  why: 'Din noiembrie până în martie biblioteca e închisă. Copiii nu au unde să-și facă lecțiile la cald.',
  sector: 'culture',
  peopleServed: 600,
};
const PLAYGROUND: Words = {
  title: 'Teren de joacă lângă școală',
  summary: 'Leagăne, tobogan și un gard, pe locul viran de lângă școală.',
  why: 'Copiii se joacă în drum. Locul de lângă școală e al primăriei și stă gol.',
  sector: 'sport',
  peopleServed: 160,
};
