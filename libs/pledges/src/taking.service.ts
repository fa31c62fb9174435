import { Injectable } from '@nestjs/common';
import { DomainError, type ProjectId } from '#libs/kernel/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Clock, Database, insertNew, Outbox, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { fresh, toLei } from '#libs/rates/src/index.js';
import { tooManyLetters } from './flood.js';
import { fullnessOf } from './fullness.js';
import { heldByFunds } from './gift-id.js';
import { type LineGifts, lineIn, linesOf, mustBeOpen, unitsPaid } from './line-gifts.js';
import { PaymentPages } from './payment-pages.js';
import { idTaken, Pledge } from './pledge.entity.js';
import { pledgeEvent } from './pledge.events.js';
import type { Way } from './pledge.life.js';
import { keepPool } from './pool.js';
import { type Heard, type Priced, PricingService } from './pricing.service.js';
import { orRefusal } from './refusal.js';

/** What the gifts of one project are let into. */
interface Open {
  readonly campaign: Campaign;
  /** Why nothing new is begun although the campaign is open. */
  readonly full: DomainError | null;
  readonly lines: readonly LineGifts[];
}

type Answers = Map<Priced, Pledge | DomainError>;

/** More rounds than chance can ask for are a mistake of ours: it is told, and nobody waits behind it. */
const ROUNDS_MOST = 20;

/**
 * Writes gifts that came at once, in one transaction and with statements that take all of them: what they share (the gate,
 * the campaign, the rates) is asked once.
 */
@Injectable()
export class TakingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly persons: PersonsService,
    private readonly gate: CampaignGate,
    private readonly projects: ProjectsQueries,
    private readonly prices: PricingService,
    private readonly pages: PaymentPages,
    private readonly outbox: Outbox,
  ) {}

  /** Takes gifts to one project; answers each in their order, with its pledge or with why it was refused. */
  async take(gifts: readonly Heard[]): Promise<readonly (Pledge | DomainError)[]> {
    const now = await this.clock.now();
    const all = await this.prices.of(gifts, now);
    const priced = all.filter((gift): gift is Priced => !(gift instanceof DomainError));
    const [first] = priced;
    const answers: Answers = first
      ? await this.db.transaction((tx) => this.write(tx, first.projectId, priced, now))
      : new Map<Priced, Pledge>();
    return all.map((gift) => (gift instanceof DomainError ? gift : answers.get(gift)!));
  }

  private async write(tx: Tx, projectId: ProjectId, gifts: readonly Priced[], now: Date): Promise<Answers> {
    const open = await orRefusal(() => this.enter(tx, projectId, gifts));
    const answers: Answers = new Map();
    // Twice the same id, one that somebody else writes in this moment, a reference that is taken (six characters are few):
    // what is neither known nor written goes round once more.
    let rounds = 0;
    for (let left = gifts; left.length > 0; left = left.filter((gift) => !answers.has(gift))) {
      if ((rounds += 1) > ROUNDS_MOST) throw new Error(`gifts to ${projectId} are neither known nor new`);
      await this.answerKnown(tx, left, open, answers);
      const fresh = left.filter((gift) => !answers.has(gift));
      const firsts = fresh.filter(({ id }, n) => fresh.findIndex((gift) => gift.id === id) === n);
      await this.begin(tx, firsts, open, { answers, now });
    }
    return answers;
  }

  private async enter(tx: Tx, projectId: ProjectId, gifts: readonly Priced[]): Promise<Open> {
    const campaign = await this.gate.openForPledges(tx, projectId);
    const lines = gifts.some(({ line }) => line) ? await linesOf(tx, projectId) : [];
    return { campaign, full: await fullnessOf(tx, campaign, this.projects), lines };
  }

  /** The same request is answered as the first time, whatever has become of the campaign meanwhile. */
  private async answerKnown(tx: Tx, gifts: readonly Priced[], open: Open | DomainError, answers: Answers) {
    const ids = gifts.map(({ id }) => id);
    const found = await tx.createQueryBuilder(Pledge, 'pledge').where('pledge.id = any(:ids)', { ids }).getMany();
    if (found.length === 0) return;
    const earlier = new Map(found.map((pledge) => [pledge.id, pledge]));
    const people = await this.persons.known(tx, gifts.map(({ email }) => email)); // prettier-ignore
    for (const gift of gifts) {
      const pledge = earlier.get(gift.id);
      if (!pledge) continue;
      const way = open instanceof DomainError ? pledge.way : wayOf(gift.by, open.campaign);
      const personId = people.get(gift.email) ?? null;
      answers.set(gift, await orRefusal(() => pledge.mustBe({ ...gift, personId, way })));
    }
  }

  private async begin(
    tx: Tx,
    gifts: readonly Priced[],
    open: Open | DomainError,
    { answers, now }: { answers: Answers; now: Date },
  ): Promise<void> {
    const entered: { gift: Priced; way: Way; units: number | null }[] = [];
    const elsewhere = await heldByFunds(tx, gifts.map(({ id }) => id)); // prettier-ignore
    for (const gift of gifts) {
      const way = elsewhere.has(gift.id) ? idTaken(gift.id) : await orRefusal(() => letIn(gift, open));
      if (way instanceof DomainError) answers.set(gift, way);
      else entered.push({ gift, ...way });
    }
    const people = await this.persons.ensureAll(tx, entered.map(({ gift }) => gift)); // prettier-ignore
    const pledges = new Map(
      entered.map(({ gift, ...rest }, n) => [Pledge.make({ ...gift, ...rest, personId: people[n]!, now }), gift]),
    );
    const refused = await tooManyLetters(tx, [...pledges.keys()]);
    for (const [pledge, refusal] of refused) answers.set(pledges.get(pledge)!, refusal);
    const made = await insertNew(tx, Pledge, [...pledges.keys()].filter((pledge) => !refused.has(pledge))); // prettier-ignore
    for (const pledge of made) answers.set(pledges.get(pledge)!, pledge);
    await this.follow(tx, made.map((pledge) => ({ pledge, gift: pledges.get(pledge)! })), now); // prettier-ignore
  }

  /** What a gift that was written brings with it: who took part in it, its payment page, its letter. */
  private async follow(tx: Tx, made: readonly { pledge: Pledge; gift: Priced }[], now: Date): Promise<void> {
    for (const { pledge, gift } of made) if (gift.pool) await keepPool(tx, pledge, gift.pool);
    const byCard = made.filter(({ pledge }) => pledge.checkoutId);
    await this.pages.open(
      tx,
      byCard.map(({ pledge, gift: { paths, email } }) => ({ pledge, mode: modeOf(pledge), paths, email, now })),
    );
    const awaited = made.filter(({ pledge }) => pledge.way === 'transfer');
    await this.outbox.add(tx, ...awaited.map(({ pledge }) => pledgeEvent('awaited', pledge)));
  }
}

/** How the page of a gift's card works. */
export function modeOf({ way }: Pick<Pledge, 'way'>): 'pay' | 'save-card' {
  return way === 'card-now' ? 'pay' : 'save-card';
}

function letIn({ by, line, amount, rate }: Priced, open: Open | DomainError): { way: Way; units: number | null } {
  if (open instanceof DomainError) throw open;
  fresh(rate);
  const wished = line ? lineIn(open.lines, line) : null;
  const units = wished && unitsPaid(wished, line!, toLei(amount, rate));
  if (wished) mustBeOpen(wished, units);
  if (open.full) throw open.full;
  return { way: wayOf(by, open.campaign), units };
}

function wayOf(by: Heard['by'], { model }: Campaign): Way {
  if (by === 'transfer') return 'transfer';
  return model === 'keep' ? 'card-now' : 'card-later';
}
