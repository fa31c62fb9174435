import { type Currency, Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import { cast } from '../demo/cast.js';
import { BankDesk } from '../world/bank-desk.js';
import { calendar, today } from '../world/dates.js';
import { askAndInspect, complete, type Delivery, meet, payCofunders, release, spend } from '../world/delivery.js';
import { giveAll } from '../world/giving.js';
import { passUntil, publish, reach, voteOn } from '../world/life.js';
import { foundTown, type Operators, type Town } from '../world/town.js';
import { sendProject, type Works } from '../world/works-plan.js';
import { eachOf, World, type WorldPlace } from '../world/world.js';
import { COUNTRIES, ILLUSTRATIVE } from './countries.data.js';
import { crowd, type Donor, type WaveSize } from './crowd.js';
import { SeededRandom } from './random.js';
import { freePlaces, ibanOf } from './wave-places.js';
import { resultOf, type WaveResult } from './wave-result.js';
import { type Beside, besideGifts, waveWorks } from './wave-works.js';

const AT_ONCE = 12;
const TOWNS_AT_ONCE = 3;
/** Seconds for thousands of cards and letters, on a slow machine too. */
const PATIENCE = 3600;

/** A wave of giving, from the towns' first letter to the last act of acceptance, only through what the public can reach. */
export class Wave {
  private readonly world: World;
  private readonly random: SeededRandom;
  private operators!: Operators;
  private bank!: BankDesk;
  private works: Works[] = [];
  private donors: Donor[] = [];
  private beside: Beside[] = [];

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
    const places = await freePlaces(this.world, this.size.towns);
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

  private async openCampaigns(towns: readonly Town[], rates: ReadonlyMap<Currency, string>): Promise<void> {
    const day = calendar(await today(this.world));
    this.beside = besideGifts(this.size.projects, rates);
    for (const [index, beside] of this.beside.entries()) {
      const town = towns[index]!;
      const given = this.donorsOf(index).reduce((total, { lei }) => total + lei, 0n);
      const plan = waveWorks(day, { index, place: town.cast.placeName, given, beside });
      this.works.push(await sendProject(this.world, town, plan));
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
      this.donors.map(({ project, gift }) => [this.works[project]!, gift] as const),
      { atOnce: AT_ONCE, told },
    );
    await this.world.settle(PATIENCE);
    this.tell(`${given} gifts are given, every webhook is worked off`);
  }

  private async collect(): Promise<void> {
    await passUntil(this.world, new Date(`${this.works[0]!.plan.closesOn}T23:00:00Z`));
    for (const works of this.works) await reach(this.world, works, 'funded');
    await this.world.settle(PATIENCE);
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
    await this.world.settle(PATIENCE);
  }

  private async paid(delivery: Delivery, requestId: string, number: number): Promise<void> {
    const amount: MoneyJson = await release(delivery, requestId);
    await spend(delivery, amount, `W${number}-${delivery.works.town.cast.placeCode}`);
  }

  private donorsOf(index: number): Donor[] {
    return this.donors.filter(({ project }) => project === index);
  }

  private async result(): Promise<WaveResult> {
    const projects = [];
    for (const [index, works] of this.works.entries())
      projects.push(await resultOf(this.world, works, this.donorsOf(index), this.beside[index]!));
    return { projects, findings: await this.world.audit(), requests: this.world.tally.requests };
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
