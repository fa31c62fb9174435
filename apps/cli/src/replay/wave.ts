import { type Currency, Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import { cast } from '../demo/cast.js';
import { smallWork } from '../demo/works.data.js';
import { BankDesk } from '../world/bank-desk.js';
import { calendar, today } from '../world/dates.js';
import { askAndInspect, complete, type Delivery, meet, payCofunders, release, spend } from '../world/delivery.js';
import { giveAll } from '../world/giving.js';
import { passUntil, publish, reach, voteOn } from '../world/life.js';
import { foundTown, type Operators, type Town } from '../world/town.js';
import { inRomanian } from '../world/texts.js';
import { sendProject, type Works } from '../world/works-plan.js';
import { eachOf, World, type WorldPlace } from '../world/world.js';
import { COUNTRIES, ILLUSTRATIVE } from './countries.data.js';
import { crowd, type Donor, inLei, type WaveSize } from './crowd.js';
import { SeededRandom } from './random.js';

/** What a replay came to. */
export interface WaveResult {
  readonly projects: readonly {
    readonly title: string;
    readonly expected: bigint;
    readonly raised: bigint;
    readonly donors: number;
    readonly state: string;
  }[];
  readonly findings: readonly unknown[];
  readonly requests: number;
}

interface PlaceSeen {
  readonly code: string;
  readonly nameRo: string;
  readonly selfGoverning: boolean;
}

const AT_ONCE = 12;
const TOWNS_AT_ONCE = 3;

/** A wave of giving, from the towns' first letter to the last act of acceptance, only through what the public can reach. */
export class Wave {
  private readonly world: World;
  private readonly random: SeededRandom;
  private operators!: Operators;
  private bank!: BankDesk;
  private works: Works[] = [];
  private donors: Donor[] = [];

  constructor(
    place: WorldPlace,
    private readonly size: WaveSize,
    seed: number,
    private readonly tell: (line: string) => void,
  ) {
    this.world = new World(place);
    this.random = new SeededRandom(seed);
  }

  /** Plays all of it. */
  async play(): Promise<WaveResult> {
    const rates = await this.prepare();
    this.donors = crowd(this.random, this.size, rates);
    const towns = await this.foundTowns();
    await this.openCampaigns(towns, rates);
    await this.give();
    await this.collect();
    await this.deliver();
    return this.result();
  }

  private async prepare(): Promise<Map<Currency, string>> {
    const [one, two] = DEMO_PEOPLE.filter(({ part }) => part.endsWith('operator'));
    this.operators = [await this.world.signIn(one!.email, one!.name), await this.world.signIn(two!.email, two!.name)];
    this.bank = new BankDesk(this.world, this.operators);
    for (const currency of ['MDL', 'EUR'] as const) await this.bank.account(currency);
    const on = await today(this.world);
    const invented = ILLUSTRATIVE.map(([currency, about]) => ({
      currency,
      on,
      nominal: 1,
      value: (about * (0.95 + this.random.next() / 10)).toFixed(4),
    }));
    await this.world.operations('POST', '/ops/rates', { rates: invented });
    const rates = new Map<Currency, string>([['MDL', '1']]);
    for (const currency of new Set([...COUNTRIES.map(([[, code]]) => code), 'USD' as const])) {
      const { rate } = await this.world.anybody.get<{ rate: { perUnit: string } }>(
        `/quote?amount=500&currency=${currency}`,
      );
      rates.set(currency, rate.perUnit);
    }
    // Stripe's smallest amounts are in its own currency: the sandbox changes money at the same table as we do.
    const euro = Number(rates.get('EUR'));
    const perEuro = [...rates].map(([currency, value]) => [currency.toLowerCase(), (euro / Number(value)).toFixed(6)]);
    await this.world.sandbox('/settings', { rates: Object.fromEntries(perEuro) as object, rateLimit: 0 }, 'PATCH');
    return rates;
  }

  private async foundTowns(): Promise<Town[]> {
    const places = await this.freePlaces();
    const towns: Town[] = [];
    await eachOf(places, TOWNS_AT_ONCE, async ({ code, nameRo }, index) => {
      const domain = `t${code}.plai.example`;
      towns[index] = await foundTown(
        this.world,
        this.operators,
        cast({ placeCode: code, placeName: nameRo, domain, iban: ibanOf(code) }),
      );
      this.tell(`town ${towns.filter(Boolean).length}/${this.size.towns}: ${nameRo}`);
    });
    return towns;
  }

  /** Communes and towns that have no town hall on Plai yet, one district after the other. */
  private async freePlaces(): Promise<PlaceSeen[]> {
    const { data: districts } = await this.world.anybody.get<{ data: PlaceSeen[] }>('/places');
    const lists = [];
    for (const { code } of districts)
      lists.push(
        (await this.world.anybody.get<{ data: PlaceSeen[] }>(`/places?within=${code}`)).data.filter(
          (place) => place.selfGoverning,
        ),
      );
    const found: PlaceSeen[] = [];
    for (let round = 0; found.length < this.size.towns && round < 100; round += 1) {
      for (const list of lists) {
        const place = list[round];
        if (!place || found.length === this.size.towns) continue;
        const { townHall } = await this.world.anybody.get<{ townHall: object | null }>(`/places/${place.code}`);
        if (!townHall) found.push(place);
      }
    }
    return found;
  }

  private async openCampaigns(towns: readonly Town[], rates: ReadonlyMap<Currency, string>): Promise<void> {
    const day = calendar(await today(this.world));
    const usd = (whole: number) => Number(inLei(Money.ofMinor(BigInt(whole) * 100n, 'USD'), rates) / 100n);
    for (const [index, town] of towns.entries()) {
      const sum = Number(
        this.donors.filter((donor) => donor.town === index).reduce((total, { lei }) => total + lei, 0n) / 100n,
      );
      const people = Math.max(2000, Math.ceil(sum * 1.1));
      const model = index % 3 === 2 ? 'all-or-nothing' : 'keep';
      const words = {
        title: `Lumină și apă, ${town.cast.placeName}`,
        summary: 'Lucrare din reluarea valului: cifrele sunt inventate.',
        why: 'Strada e întunecată și fântânile seacă.',
        sector: 'lighting',
        peopleServed: 900,
      };
      const others = usd(Math.round(127_000 / 13)) + usd(15_000);
      this.works.push(
        await sendProject(
          this.world,
          town,
          smallWork(day, words, { town: others, people, minimum: Math.max(1000, Math.floor(sum * 0.6)), model }),
        ),
      );
    }
    let closes = new Date(0);
    for (const { id, town } of this.works) closes = later(closes, await voteOn(this.world, town, `project:${id}`));
    await passUntil(this.world, closes);
    for (const works of this.works) await publish(this.world, this.operators, works);
    await passUntil(this.world, new Date(`${day(8)}T06:00:00Z`));
    for (const works of this.works) await reach(this.world, works, 'campaign');
    this.tell(`${this.works.length} campaigns are open`);
  }

  private async give(): Promise<void> {
    let given = 0;
    const told = () => (given += 1) % 200 === 0 && this.tell(`${given}/${this.donors.length} gifts`);
    await giveAll(
      this.world,
      this.donors.map(({ town, gift }) => [this.works[town]!, gift] as const),
      { atOnce: AT_ONCE, told },
    );
    await this.world.settle(1800);
    this.tell(`${given} gifts are given, every webhook is worked off`);
  }

  private async collect(): Promise<void> {
    await passUntil(this.world, new Date(`${this.works[0]!.plan.closesOn}T23:00:00Z`));
    for (const works of this.works) await reach(this.world, works, 'funded');
    await this.world.settle(1800);
    this.tell('campaigns are closed, cards are charged');
    await this.bank.bringHome((foreign) => Money.lei((foreign.minor * 208_000n) / 10_000n));
    await this.bank.ownMeans(Money.lei(this.size.total / 5n));
  }

  private async deliver(): Promise<void> {
    const all = this.works.map((works): Delivery => ({
      world: this.world,
      works,
      operators: this.operators,
      bank: this.bank,
    }));
    for (const delivery of all) await payCofunders(delivery);
    for (const number of [1, 2]) {
      await eachOf(all, 1, (delivery) => meet(delivery, number));
      const asked: string[] = [];
      for (const delivery of all)
        asked.push(await askAndInspect(delivery, number, 'Etapa e gata, dovezile sunt atașate.'));
      let closes = new Date(0);
      for (const [index, { works }] of all.entries())
        closes = later(closes, await voteOn(this.world, works.town, `tranche:${asked[index]}`));
      await passUntil(this.world, closes);
      for (const [index, delivery] of all.entries()) await this.paid(delivery, asked[index]!, number);
      this.tell(`tranche ${number} has reached ${all.length} town halls`);
    }
    for (const delivery of all) await complete(delivery);
    await this.world.settle();
  }

  private async paid(delivery: Delivery, requestId: string, number: number): Promise<void> {
    const amount: MoneyJson = await release(delivery, requestId);
    await spend(delivery, amount, `W${number}-${delivery.works.town.cast.placeCode}`);
  }

  private async result(): Promise<WaveResult> {
    const projects = [];
    for (const [index, { id, plan }] of this.works.entries()) {
      const { project, totals } = await this.world.anybody.get<{
        project: { state: string };
        totals: { raised: MoneyJson; donors: number };
      }>(`/projects/${id}`);
      const mine = this.donors.filter(({ town }) => town === index);
      const expected = mine.reduce((sum, { lei }) => sum + lei, 0n);
      const raised = Money.parse(totals.raised.amount, 'MDL').minor;
      projects.push({ title: inRomanian(plan.title), expected, raised, donors: totals.donors, state: project.state });
    }
    return { projects, findings: await this.world.audit(), requests: this.world.tally.requests };
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** An account number of the right form that belongs to nobody, from a place's code. */
function ibanOf(code: string): string {
  const account = `TR${code.padStart(18, '0')}`;
  const digits = [...`${account}MD00`].map((letter) => parseInt(letter, 36).toString()).join('');
  return `MD${(98n - (BigInt(digits) % 97n)).toString().padStart(2, '0')}${account}`;
}
