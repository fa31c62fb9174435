import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BodiesQueries, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { DomainError, type Money, newId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Database, insertOnce, type Lang, type Tx } from '#libs/platform/src/index.js';
import { GivingService, hearWords, type Paths, type PublicWords, PublicWordsService, type Quote, type Requote } from '#libs/pledges/src/index.js'; // prettier-ignore
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { fresh } from '#libs/rates/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { giftUnknown, keepGift, keepPlan, lockGift, lockPlan, planUnknown } from './fund.lock.js';
import { FundPages } from './fund-pages.js';
import { Plan, type PlanId } from './plan.entity.js';

/** What a donor says on a fund's form. The id is his: sending the same again is answered like the first time. */
interface Said {
  readonly placeCode: string;
  readonly email: string;
  readonly lang: Lang;
  readonly amount: Money;
  /** Whether he pays the card's fee on top. */
  readonly coverFee: boolean;
  /** Where the payment page comes back to; "{ref}" and "{id}" in them are replaced. */
  readonly paths: Paths;
  /** What stands beside it in public, of a monthly gift beside every month; without it: anonymous. */
  readonly publicName?: string | null | undefined;
  readonly dedication?: PublicWords['dedication'] | undefined;
}

/** A gift made once. */
export interface GiveToFund extends Said {
  readonly id: FundGiftId;
  /** The project that had all it needs already; null when the fund itself was chosen. */
  readonly fromProjectId?: ProjectId | null;
}

/** A gift of every month. */
export interface GiveMonthly extends Said {
  readonly id: PlanId;
}

type SumWish = Pick<Said, 'amount' | 'coverFee'>;

/** From a fund's form to the payment page. */
@Injectable()
export class FundGivingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly persons: PersonsService,
    private readonly bodies: BodiesQueries,
    private readonly places: PlacesQueries,
    private readonly giving: GivingService,
    private readonly checkouts: CheckoutsService,
    private readonly pages: FundPages,
    private readonly projects: ProjectsQueries,
    private readonly words: PublicWordsService,
  ) {}

  /**
   * What a gift by card would cost and bring today. Throws as `GivingService.quote`, with `amount-max-fund` (param `max`) for its
   * `amount-max`: a fund takes no transfer that could be larger.
   */
  quote(wish: SumWish): Promise<Quote> {
    return withinFund(() => this.giving.quote(wish));
  }

  /** The same as `GivingService.requote`, with the limits of a fund. */
  requote(wish: SumWish): Promise<Requote> {
    return withinFund(() => this.giving.requote(wish));
  }

  /**
   * Takes a gift that is paid at once. Throws `fund-unknown` for a place that no town hall here answers for, `project-not-published`
   * for one to come from that is not of it, `gift-id-taken` for another request under this id, the fields of
   * `hearWords`, and the refusals of `quote`.
   */
  async give(give: GiveToFund): Promise<FundGift> {
    await this.mustHaveFund(give.placeCode);
    await this.mustBeFrom(give);
    const { placeCode, amount, lang, fromProjectId = null } = give;
    const words = hearWords(give);
    const { rate, cover } = await this.priced(give);
    return this.db.transaction(async (tx) => {
      const personId = await this.persons.ensure(tx, give);
      const request = requestOf([placeCode, personId, amount, give.coverFee, fromProjectId, ...saidOf(words)]);
      const checkoutId = newId<'Checkout'>();
      const known = { id: give.id, request, placeCode, personId, amount, cover, lang, checkoutId, fromProjectId };
      return this.once(tx, FundGift, give.id, request, async () => {
        const gift = FundGift.make({ ...known, rate, now: await this.clock.now(tx) });
        if (!(await insertOnce(tx, FundGift, gift))) return null;
        fresh(rate); // what is known already has its own
        await this.words.open(tx, { ...gift, kind: 'fund-gift' }, words);
        await this.pages.toPay(tx, gift, { id: checkoutId, paths: give.paths });
        return gift;
      });
    });
  }

  /** Takes a monthly gift, which begins when its card is saved. Throws as `give`. */
  async begin(give: GiveMonthly): Promise<Plan> {
    await this.mustHaveFund(give.placeCode);
    const { placeCode, amount, lang } = give;
    const words = hearWords(give);
    const { rate, cover } = await this.priced(give);
    return this.db.transaction(async (tx) => {
      const personId = await this.persons.ensure(tx, give);
      const request = requestOf([placeCode, personId, amount, give.coverFee, 'monthly', ...saidOf(words)]);
      const checkoutId = newId<'Checkout'>();
      return this.once(tx, Plan, give.id, request, async () => {
        const now = await this.clock.now(tx);
        const plan = Plan.make({ id: give.id, request, placeCode, personId, amount, cover, lang, checkoutId, now });
        if (!(await insertOnce(tx, Plan, plan))) return null;
        fresh(rate); // its first month is charged as soon as the card is saved
        await this.words.open(tx, { ...plan, kind: 'fund-plan' }, words);
        await this.pages.toSave(tx, plan, { id: checkoutId, paths: give.paths });
        return plan;
      });
    });
  }

  /**
   * The payment page of a gift that waits for it; one that was left is opened anew when `paths` are given. Throws
   * `fund-gift-unknown`, `fund-gift-state`, `checkout-over`, `payments-unavailable`, and for a new page `rate-stale`.
   */
  async payUrl(id: FundGiftId, paths?: Paths): Promise<string> {
    const gift = await this.db.entities.findOneBy(FundGift, { id });
    if (!gift) throw giftUnknown();
    const open = gift.state === 'started' ? gift.checkoutId : null;
    return this.urlOf(open, paths, (tx, page) => this.payAgain(tx, gift, page));
  }

  /**
   * The page on which a monthly gift's first card is saved; as `payUrl`, but its months have rates of their own. Throws
   * `plan-unknown`, `plan-state`.
   */
  async saveUrl(id: PlanId, paths?: Paths): Promise<string> {
    const plan = await this.db.entities.findOneBy(Plan, { id });
    if (!plan) throw planUnknown();
    const open = plan.state === 'started' ? plan.checkoutId : null;
    return this.urlOf(open, paths, (tx, page) => this.saveAgain(tx, plan, page));
  }

  private async urlOf(
    open: CheckoutId | null,
    paths: Paths | undefined,
    anew: (tx: Tx, page: { id: CheckoutId; paths: Paths }) => Promise<CheckoutId>,
  ): Promise<string> {
    try {
      if (open) return await this.checkouts.urlOf(open);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'checkout-over' || !paths) throw error;
    }
    if (!paths) throw refuse('conflict', 'checkout-over', 'This payment page has expired.');
    const id = newId<'Checkout'>();
    return this.checkouts.urlOf(await this.db.transaction((tx) => anew(tx, { id, paths })));
  }

  private async payAgain(tx: Tx, seen: FundGift, page: { id: CheckoutId; paths: Paths }): Promise<CheckoutId> {
    const { gift } = await lockGift(tx, seen.id);
    // Another tab has done it.
    if (gift.state === 'started' && gift.checkoutId !== seen.checkoutId) return gift.checkoutId!;
    if (gift.state !== 'started') gift.become('started');
    await this.giving.mustStillCount(tx, gift);
    gift.checkoutId = page.id;
    await this.pages.toPay(tx, gift, page);
    await keepGift(tx, gift);
    return page.id;
  }

  private async saveAgain(tx: Tx, seen: Plan, page: { id: CheckoutId; paths: Paths }): Promise<CheckoutId> {
    const plan = await lockPlan(tx, seen.id);
    if (plan.state === 'started' && plan.checkoutId !== seen.checkoutId) return plan.checkoutId!;
    if (plan.state !== 'started') plan.become('started');
    plan.checkoutId = page.id;
    await this.pages.toSave(tx, plan, page);
    await keepPlan(tx, plan);
    return page.id;
  }

  private async priced({ amount, coverFee }: Said) {
    const { rate, fee } = await this.requote({ amount, coverFee });
    return { rate, cover: coverFee ? fee : amount.minus(amount) };
  }

  private async mustHaveFund(placeCode: string): Promise<void> {
    const [place, hall] = await Promise.all([this.places.byCode(placeCode), this.bodies.townHallOf(placeCode)]);
    if (!place || !hall) throw refuse('not-found', 'fund-unknown', 'No town hall here answers for this place.');
  }

  private async mustBeFrom({ placeCode, fromProjectId }: GiveToFund): Promise<void> {
    if (!fromProjectId) return;
    const project = await this.projects.find(fromProjectId);
    if (!project?.isPublic || project.placeCode !== placeCode)
      throw refuseFields({ pointer: '/fromProjectId', code: 'project-not-published' });
  }

  /** Makes it, or finds what was made under this id; draws another reference where six characters were taken. */
  private async once<T extends { id: string; request: string }>(
    tx: Tx,
    kind: new () => T,
    id: T['id'],
    request: string,
    make: () => Promise<T | null>,
  ): Promise<T> {
    for (;;) {
      const made = await make();
      if (made) return made;
      const earlier = await tx.findOneBy<{ id: string; request: string }>(kind, { id });
      if (!earlier) continue;
      if (earlier.request !== request)
        throw refuse('conflict', 'gift-id-taken', `The id ${id} belongs to another gift.`);
      return earlier as T;
    }
  }
}

async function withinFund<Quoted extends Quote>(quote: () => Promise<Quoted>): Promise<Quoted> {
  try {
    return await quote();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'amount-max') throw error;
    throw refuse('invalid', 'amount-max-fund', error.message, error.params);
  }
}

function saidOf({ publicName, dedication }: PublicWords): (string | null)[] {
  return [publicName, dedication?.kind ?? null, dedication?.text ?? null];
}

/** What makes a request the same request: everything that a donor decides, not the language he reads. */
function requestOf(parts: readonly (string | boolean | null | Money)[]): string {
  const said = parts.map((part) =>
    part !== null && typeof part === 'object' ? [part.toString(), part.currency] : part,
  );
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
