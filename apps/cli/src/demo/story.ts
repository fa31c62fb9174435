import { Money, newId } from '#libs/kernel/src/index.js';
import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import { callAssembly, signMinutes, voteInAssembly } from '../world/assembly.js';
import { fillBoard } from '../world/board.js';
import { counted, voteNow, voteUnderBudget } from '../world/budget-vote.js';
import { takeCash } from '../world/cash.js';
import { takeMessages } from '../world/messages.js';
import { BankDesk } from '../world/bank-desk.js';
import { calendar, today } from '../world/dates.js';
import { askAndInspect, complete, type Delivery, meet, payCofunders, payTranche, spend, tellFollowers } from '../world/delivery.js'; // prettier-ignore
import { giveMonthly } from '../world/fund.js';
import { give, giveAll, readWords } from '../world/giving.js';
import { passUntil, publish, reach, voteOn } from '../world/life.js';
import { useFund } from '../world/next-need.js';
import { applyAsTownHall, foundTown, type Operators, type Town } from '../world/town.js';
import { nameArbiter, organise } from '../world/organisation.js';
import { type CallPlan, closeCall, openCall } from '../world/sponsor.js';
import { sendProject, type Works } from '../world/works-plan.js';
import { World, type WorldPlace } from '../world/world.js';
import { ARBITER, COMING, HELD } from './assembly.data.js';
import { APPLICANT, TOWNS, type Village, VILLAGES } from './cast.js';
import { foundationOf } from './equity.data.js';
import { bakeryOf, BY_TRANSFER, type Campaign, FOR_LIGHT, giftsFor, MONTHLY, sponsorOf } from './gifts.data.js';
import { LIBRARY, NEWS, PARK, PLAYGROUND, ROOF, WATER, WINDOWS, type Words } from './words.data.js';
import { tractor } from './boscana.data.js';
import { waterMain } from './joint.data.js';
import { streetLight } from './light.data.js';
import { smallWork, type SmallSums } from './works.data.js';

const DAY = 86_400;
const AON = 'all-or-nothing';
const leiAt = (rate: bigint) => (foreign: Money) => Money.lei((foreign.minor * rate) / 10_000n);

/**
 * Plays the demonstration through the public API, from `days` ago until now. Mihăileni collects promises for its street
 * light and asks for the second tranche of a roof; Salcia has brought water up the hill and now collects for a park; Hîrtop
 * fell short with its library and tries again with less; Boșcana raised enough for a tractor without all its attachments, and
 * votes with its neighbour Hrușova on a water main of both; Izvoare waits for its association, Colibași for the operator.
 */
export async function playDemo(place: WorldPlace, days: number): Promise<void> {
  const story = await Story.begin(place, days);
  await story.firstCampaigns();
  await story.collected();
  await story.delivered();
  await story.secondCampaigns();
  await story.yesterday();
}

class Story {
  private passed = 0;
  private assembly!: string;
  private bakery!: string;
  private roof!: Works;
  private water!: Works;
  private tractor!: Works;
  private light!: Works;
  private start: Date | null = null;
  private readonly bank: BankDesk;

  private constructor(
    private readonly world: World,
    private readonly days: number,
    private readonly operators: Operators,
    private readonly towns: Readonly<Record<Village, Town>>,
  ) {
    this.bank = new BankDesk(world, operators);
  }

  static async begin(place: WorldPlace, days: number): Promise<Story> {
    const world = new World(place);
    // The command has set Plai's clock back already; the sandbox's goes the same way.
    await world.sandbox('/clock', { seconds: -days * DAY });
    const [one, two] = DEMO_PEOPLE.filter(({ part }) => part.endsWith('operator'));
    const operators: Operators = [await world.signIn(one!.email, one!.name), await world.signIn(two!.email, two!.name)];
    const towns: Partial<Record<Village, Town>> = {};
    for (const village of VILLAGES) towns[village] = await foundTown(world, operators, TOWNS[village]);
    await nameArbiter(towns.mihaileni!, ARBITER);
    const story = new Story(world, days, operators, towns as Record<Village, Town>);
    for (const currency of ['MDL', 'EUR'] as const) await story.bank.account(currency);
    return story;
  }

  /** Three projects are sent in, endorsed, published; their campaigns are given to. */
  async firstCampaigns(): Promise<void> {
    const { mihaileni, salcia, hirtop } = this.towns;
    this.roof = await this.send(mihaileni, ROOF, { town: 120_000, people: 42_000, minimum: 30_000, model: 'keep' });
    this.water = await this.send(salcia, WATER, { town: 90_000, people: 30_000, minimum: 20_000, model: AON });
    const library = await this.send(hirtop, LIBRARY, { town: 40_000, people: 60_000, minimum: 45_000, model: AON });
    await this.endorseAndPublish([this.roof, this.water, library]);
    this.bakery = await this.sponsored(bakeryOf);
    await this.until(8);
    await this.given([this.roof, 'roof'], [this.water, 'water'], [library, 'library']);
  }

  /** The campaigns close; cards are charged; money comes home. */
  async collected(): Promise<void> {
    await this.until(40);
    for (const works of [this.roof, this.water]) await reach(this.world, works, 'funded');
    await closeCall(this.operators, this.bakery);
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
    await tellFollowers(water, NEWS.waterBegun);
    await this.until(90);
    await meet(water, 2);
    const second = await payTranche(water, 2, 'Apa curge; recepția e făcută.');
    await spend(water, second, 'AA 000102');
    await payCofunders(water);
    await complete(water);
    await tellFollowers(water, NEWS.waterDone);
    await this.world.settle();
  }

  /** A street light, a park and the library's windows collect until after today; a tractor until a week ago. */
  async secondCampaigns(): Promise<void> {
    const { mihaileni, salcia, hirtop, boscana } = this.towns;
    await this.until(this.days - 45);
    const light = await sendProject(this.world, mihaileni, streetLight(calendar(await today(this.world))));
    const park = await this.send(salcia, PARK, { town: 64_000, people: 36_000, minimum: 18_000, model: 'keep', days: [8, 67] }); // prettier-ignore
    const windows = await this.send(hirtop, WINDOWS, { town: 30_000, people: 24_000, minimum: 20_000, model: AON, days: [8, 51] }); // prettier-ignore
    this.tractor = await sendProject(this.world, boscana, tractor(calendar(await today(this.world))));
    this.light = light;
    await this.endorseAndPublish([light, park, windows, this.tractor]);
    await this.sponsored(sponsorOf);
    await this.until(this.days - 37);
    this.assembly = await callAssembly(mihaileni, HELD);
    await this.given([light, 'light'], [park, 'park'], [windows, 'windows'], [this.tractor, 'tractor']);
    await giveMonthly(this.world, TOWNS.mihaileni.placeCode, MONTHLY);
    await useFund(this.world, light, FOR_LIGHT);
    await tellFollowers(this.deliveryOf(this.roof), NEWS.roofDelay);
    await this.bank.transfer(await give(this.world, park, BY_TRANSFER), { amount: '3000.00', currency: 'MDL' });
    await takeCash(light, this.bank);
    await takeMessages(this.world, this.operators, { works: light, bank: this.bank });
    await this.until(this.days - 28);
    await voteInAssembly(this.world, mihaileni, this.assembly, ['yes', 'yes', 'yes', 'no']);
  }

  /** What waits for somebody today: a vote, an endorsement, an application, a transfer that names nobody. */
  async yesterday(): Promise<void> {
    await this.until(this.days - 22);
    await signMinutes(this.world, this.towns.mihaileni, this.assembly);
    await this.until(this.days - 12);
    const people = await fillBoard(this.world, this.towns.mihaileni);
    const vote = await voteUnderBudget(this.world, this.towns.mihaileni, people);
    await this.sponsored(foundationOf);
    await this.certified();
    await organise(this.world, this.towns.mihaileni);
    await callAssembly(this.towns.mihaileni, COMING);
    await this.until(this.days - 1);
    await counted(this.world, vote);
    await voteNow(this.world, this.towns.salcia);
    await reach(this.world, this.tractor, 'funded');
    await meet(this.deliveryOf(this.roof), 2);
    await askAndInspect(this.deliveryOf(this.roof), 2, 'Acoperișul e montat; au rămas jgheaburile.');
    await this.send(this.towns.izvoare, PLAYGROUND, { town: 25_000, people: 35_000, minimum: 25_000, model: 'keep' });
    await this.together();
    await applyAsTownHall(this.world, APPLICANT);
    await this.bank.line({
      accountId: await this.bank.account('MDL'),
      amount: { amount: '600.00', currency: 'MDL' },
      meaning: 'gift',
      purpose: 'pentru lumina din sat',
    });
    await this.until(this.days);
    await this.world.settle();
  }

  /** Two neighbours send in a work of both; the association of the one has voted, that of the other is half way. */
  private async together(): Promise<void> {
    const { boscana, hrusova } = this.towns;
    const { id } = await sendProject(this.world, boscana, waterMain(calendar(await today(this.world))), hrusova);
    await voteOn(this.world, boscana, `project:${id}`);
    await voteOn(this.world, { ...hrusova, voters: hrusova.voters.slice(0, 2) }, `project:${id}`);
  }

  private async sponsored(planOf: (day: ReturnType<typeof calendar>) => CallPlan): Promise<string> {
    const plan = planOf(calendar(await today(this.world)));
    return openCall(this.world, { operators: this.operators, bank: this.bank }, plan);
  }

  /** The town hall has what people gave for its street light certified, once the books up to there are sealed. */
  private async certified(): Promise<void> {
    const { id, town } = this.light;
    const path = `/projects/${id}/certificates/${newId()}`;
    const issued = () => town.mayor.api.put(path, {}).then(() => true, () => false); // prettier-ignore
    await this.world.until('gifts are sealed', issued);
  }

  private async send(town: Town, words: Words, sums: SmallSums): Promise<Works> {
    return sendProject(this.world, town, smallWork(calendar(await today(this.world)), words, sums));
  }

  private async given(...campaigns: readonly (readonly [works: Works, name: Campaign])[]): Promise<void> {
    for (const [works] of campaigns) await reach(this.world, works, 'campaign');
    const gifts = campaigns.flatMap(([works, name]) => giftsFor(works, name));
    await giveAll(this.world, gifts, { atOnce: 4 });
    await this.world.settle();
    await readWords(this.operators[0]);
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
