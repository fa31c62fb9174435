import { RatesService } from '#libs/rates/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { type CivilDate, DomainError, newId, type PledgeId } from '#libs/kernel/src/index.js';
import { Clock, type Config, Database } from '#libs/platform/src/index.js';
import { testConfig } from '../support/database.js';
import { DeliveryWalk } from '../support/delivery.js';
import { openAccount, openTreasury } from '../support/money.js';
import { buildTogether, ofTown } from '../support/partners.js';
import type { Room } from '../support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../support/town.js';
import { agreeVersions } from '../support/versions.js';
import { IBANS, SimulatedBank } from './bank.js';
import { type Lots, lots, tameChance } from './chance.js';
import { House, type Of, type Queued } from './house.js';
import { SECRET, SimulatedStripe } from './stripe.js';

/** A project, its town, and who walks it through its tranches. */
export interface Site {
  readonly town: Town;
  readonly project: TownProject;
  readonly walk: DeliveryWalk;
  /** The town that builds it together, and pays the town halls' share; null where it is one town's alone. */
  readonly partner: Town | null;
}

/** Where the databases are: a fresh one for a seed, and a way to end one of its connections. */
export interface Ground {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  kill(pid: number): Promise<void>;
}

// A spring, an autumn, and the nights on which the clocks change here.
const BEGINNINGS = ['2025-03-24', '2025-06-02', '2025-10-20', '2025-12-15', '2026-02-23'];
const MORNING = 'T08:10:00Z';
const CAMPAIGN_DAYS = 12;
/** What reconciliation is given to find what was never told. */
const RECONCILED_WITHIN = 20 * 60;
/** What is due: all that moves money, a project or a vote on. */
const CHORES = ['projects.open-campaigns', 'projects.objections-over', 'payments.book', 'payments.expire', 'payments.disputes-due', 'pledges.close', 'pledges.lapse', 'pledges.settle', 'pledges.disputes', 'funds.disputes', 'pledges.refund-again', 'assemblies.open', 'voting.close', 'budgeting.close', 'delivery.approve', 'funds.charge', 'funds.lapse', 'funds.need-lapse', 'needs.papers', 'neighbours.objections', 'notices.remind']; // prettier-ignore
/** Tranches, in basis points of the people's money. */
const SHARES = [[10_000], [4_000, 6_000], [3_333, 3_333, 3_334]] as const;
const TRIES_MAX = 6;
/** One world of so many has mail. */
const MAILED = 5;

/** The world of one seed: its town, its people, its bank, its Stripe, its clock, and one or two Plais on one database. */
export class SimulatedWorld implements Room {
  readonly below: Lots;
  /** Whether letters are sent; most worlds have no mail, for its sake nobody waits. */
  private readonly mailed: boolean;
  sites: readonly Site[] = [];
  bank!: SimulatedBank;
  stripe!: SimulatedStripe;
  /** Gifts in the order of their giving. */
  readonly gifts: PledgeId[] = [];
  /** What aggregators have told messages by. */
  readonly told = new Set<string>();
  /** What each ballot said last, by its receipt. */
  readonly ballots = new Map<string, string>();
  /** Votes that were counted again. */
  readonly recounted = new Set<string>();
  /** What has come of acts, and how often. */
  readonly came = new Map<string, number>();
  /** A town without a project, whose association may go on with those of another. */
  nextDoor!: Town;
  /** What Stripe has been made to do once and must not do again. */
  readonly done = new Set<string>();
  private readonly queue: Queued[] = [];
  private houses: House[] = [];
  /** Troubles ordered of houses that are closed by now. */
  private past = 0;
  private falling = false;
  /** Who is asked next, if two houses stand: they take turns, act by act. */
  private turn = 0;
  private config!: Config;

  private constructor(
    seed: number,
    private readonly ground: Ground,
  ) {
    this.below = lots(seed);
    this.mailed = seed % MAILED === 0;
  }

  /** Builds the world of a seed on a fresh database. */
  static async open(seed: number, ground: Ground): Promise<SimulatedWorld> {
    tameChance();
    const world = new SimulatedWorld(seed, ground);
    world.stripe = await SimulatedStripe.start((type) => world.house.get(type));
    world.config = testConfig(ground.databaseUrl, {
      STRIPE_PORT: String(world.stripe.sandbox.port),
      STRIPE_WEBHOOK_SECRET: `whsec_earlier,${SECRET}`,
      SMTP_URL: ground.smtpUrl,
    });
    world.houses.push(await world.anotherHouse());
    await world.begin();
    return world;
  }

  /** The Plai that answers next. */
  get house(): House {
    return this.houses[this.turn % this.houses.length]!;
  }

  get app(): Room['app'] {
    return this.houses[0]!.app;
  }

  get db(): Database {
    return this.houses[0]!.get(Database);
  }

  /**
   * A service, as somebody who does not give up reaches it: what ended in a trouble that the simulation ordered is asked
   * once more in the same words, as a browser or a person would.
   */
  get<T>(type: Of<T>): T {
    const ask = (name: PropertyKey, words: unknown[]): Promise<unknown> => {
      const one = this.house.get(type) as Record<PropertyKey, (...words: unknown[]) => Promise<unknown>>;
      return one[name]!(...words);
    };
    const target = this.houses[0]!.get(type) as object;
    return new Proxy(target, {
      get: (_, name) =>
        typeof Reflect.get(target, name) === 'function'
          ? (...words: unknown[]) => this.again(() => ask(name, words))
          : (Reflect.get(target, name) as unknown),
    }) as T;
  }

  /** One of a list by lot. */
  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Two of the operator's staff. */
  get staff(): Town['operators'] {
    return this.sites[0]!.town.operators;
  }

  /** All towns of this world, the one of the sites first. */
  get towns(): readonly Town[] {
    return [this.sites[0]!.town, ...this.sites.flatMap(({ partner }) => partner ?? []), this.nextDoor];
  }

  /** Notes what has come of an act. */
  note(what: string): void {
    this.came.set(what, 1 + (this.came.get(what) ?? 0));
  }

  /** Orders a trouble of the house that answers next. */
  trouble(order: (house: House) => void): void {
    order(this.house);
  }

  /** The house falls at the next trouble, or at the end of the next act, and another takes its place. */
  fallSoon(): void {
    this.falling = true;
  }

  /** Whoever is to fall falls now, if no trouble came before. */
  actIsOver(): Promise<void> {
    this.turn += 1;
    return this.fallIfDue();
  }

  /** A second Plai on the same database, or the end of it. */
  async neighbour(): Promise<void> {
    if (this.houses.length > 1) await this.leave(this.houses.pop()!);
    else this.houses.push(await this.anotherHouse());
  }

  /** Whether a second Plai works beside the first. */
  get crowded(): boolean {
    return this.houses.length > 1;
  }

  /** The queue is worked off, in order; what ends in trouble comes again. */
  async drain(): Promise<void> {
    for (;;) {
      if (this.queue.length === 0 && (await this.again(() => this.house.relay(this.queue))) === 0) return;
      const next = this.queue.shift();
      if (!next) continue;
      if (next.queue === 'letters' && !this.mailed) continue;
      const before = this.troubles;
      // Two workers may hold one job; who comes second finds it done.
      const ends = await Promise.allSettled(this.houses.map((house) => house.deliver(next)));
      const failed = ends.find((end) => end.status === 'rejected');
      if (!failed) continue;
      next.tries += 1;
      const ordered = before !== this.troubles || isOfStripe(failed.reason) || this.crowded;
      if (!ordered || next.tries > TRIES_MAX) throw failedAlone(`${next.consumer} with ${next.eventId}`, failed.reason);
      this.queue.push(next);
      await this.fallIfDue();
    }
  }

  /** Lets everything that has been told and asked for arrive, as far as the wires let it through. */
  async settle(): Promise<void> {
    do await this.drain();
    while ((await this.stripe.tell()) > 0);
    await this.fallIfDue();
  }

  /** As `settle`, and what nobody was told is found. */
  async quiet(): Promise<void> {
    this.stripe.telling = {};
    await this.settle();
    if (this.stripe.lost) await this.reconcile();
    await this.work();
  }

  /** What is due is done, with all that follows. */
  async work(): Promise<void> {
    for (const name of CHORES) await this.chore(name);
    await this.settle();
  }

  /** Time passes on all clocks; nobody is left without word for longer than a reconciliation takes. */
  async pass(seconds: number): Promise<void> {
    const first = Math.min(seconds, RECONCILED_WITHIN);
    await this.reconcile(first);
    await this.move(seconds - first);
    await this.work();
  }

  async close(): Promise<void> {
    for (const house of this.houses) await house.close();
    await this.stripe.close();
  }

  private async move(seconds: number): Promise<void> {
    await this.get(Clock).moveBy(seconds * 1000);
    await this.stripe.control.advance({ seconds });
  }

  private async reconcile(after = RECONCILED_WITHIN): Promise<void> {
    await this.move(after);
    await this.stripe.found();
    await this.chore('payments.reconcile');
    await this.work();
  }

  /** Both houses look for it at the same time. */
  private async chore(name: string): Promise<void> {
    const both = async () => {
      const ends = await Promise.allSettled(this.houses.map((house) => house.run(name)));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason as Error;
    };
    await this.again(both).catch((error: unknown) => {
      throw failedAlone(name, error);
    });
  }

  private get troubles(): number {
    return this.past + this.houses.reduce((sum, house) => sum + house.troubles, 0);
  }

  private anotherHouse(): Promise<House> {
    return House.open(this.config, (pid) => this.ground.kill(pid));
  }

  private async leave(house: House): Promise<void> {
    this.past += house.troubles;
    await house.close();
  }

  /** The house that stands first falls, and another takes its place. */
  private async fallIfDue(): Promise<void> {
    if (!this.falling) return;
    this.falling = false;
    await this.leave(this.houses[0]!);
    this.houses[0] = await this.anotherHouse();
  }

  private async begin(): Promise<void> {
    const begins = Date.parse(`${this.one(BEGINNINGS)}${MORNING}`);
    const clock = this.get(Clock);
    const ahead = (await clock.now()).getTime() - begins;
    await clock.setBack(ahead);
    await this.stripe.control.advance({ seconds: -Math.round(ahead / 1000) });
    const rates = this.get(RatesService);
    await rates.loadShipped();
    const dinar = { currency: 'KWD', nominal: 1, value: '59.1', on: '2021-07-29' as CivilDate } as const;
    await rates.loadIllustrative([dinar]);
    const town = await buildTown(this);
    await openTreasury(this, town);
    this.bank = await this.openBank(town);
    const sites: Site[] = [];
    for (let n = 0; n < 2 + this.below(2); n += 1) sites.push(await this.site(town, n));
    this.sites = sites;
    this.nextDoor = await buildTown(this);
    await this.settle();
  }

  private async openBank(town: Town): Promise<SimulatedBank> {
    const accounts = { MDL: newId<'BankAccount'>() as BankAccountId, EUR: newId<'BankAccount'>() as BankAccountId };
    for (const currency of ['MDL', 'EUR'] as const)
      await openAccount(this, { id: accounts[currency], currency, iban: IBANS[currency]!, bank: 'Banca', holder: 'Plai' }); // prettier-ignore
    return new SimulatedBank(this, town.operators, accounts, this.below);
  }

  /** A campaign that ends in twelve days; every second is all or nothing. */
  private async site(town: Town, n: number): Promise<Site> {
    const shares = this.one(SHARES);
    const built = await buildProject(this, town, {
      state: 'campaign',
      shares,
      campaignEndsIn: `${CAMPAIGN_DAYS} days`,
      times: 30,
    });
    if (n % 2 === 1)
      await this.db.rows(
        `update projects.campaign set model = 'all-or-nothing', buffer_bp = $2, minimum_minor = $3, extend_at_bp = $4, extend_days = $5 where project_id = $1 returning 1`,
        [built.id, this.one([0, 500, 1_000]), this.one([60_000, 90_000]), ...this.one([[null, null], [5_000, 7]])],
      ); // prettier-ignore
    const [sums] = await this.db.rows<{ least: string; most: string; others: string }>(
      `select minimum_minor as least, optimum_minor as most, (select coalesce(sum(amount_minor), 0) from projects.funding_source s
         where s.project_id = c.project_id and s.kind <> 'people') as others from projects.campaign c where c.project_id = $1`,
      [built.id],
    );
    const [least, most, others] = [BigInt(sums!.least), BigInt(sums!.most), BigInt(sums!.others)];
    const costs = this.one([[], [0n], [0n, 1n]]).map((part) => others + least + ((most - least) * part) / 2n);
    const lines = await this.db.transaction((tx) => agreeVersions(tx, built.id, costs));
    const project = { ...built, lines };
    const partner = this.below(2) ? null : await this.together(project);
    return { town, project, walk: new DeliveryWalk(this, town, project, this.bank.accounts.MDL), partner };
  }

  private async together(project: TownProject): Promise<Town> {
    const partner = await buildTown(this);
    await buildTogether(this, project, partner);
    await ofTown(this, project.sources[1]!, partner);
    return partner;
  }

  private async again<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const before = this.troubles;
      try {
        return await work();
      } catch (error) {
        const ordered = before !== this.troubles || isOfStripe(error);
        if (!ordered || tries === TRIES_MAX) throw error;
        await this.fallIfDue();
      }
    }
  }
}

/** What nobody asked for may be refused to nobody: whoever acts meanwhile has not been told no. */
function failedAlone(what: string, error: unknown): Error {
  return new Error(`${what} failed: ${(error as Error).stack ?? String(error)}`, { cause: error });
}

/** Whether Stripe did not answer as it should: the simulation ordered that, and whoever was told so tries again. */
function isOfStripe(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'payments-unavailable';
  return ['StripeConnectionError', 'StripeAPIError', 'StripeRateLimitError'].includes((error as { type?: string }).type ?? ''); // prettier-ignore
}
