import { Injectable } from '@nestjs/common';
import { type BodyId, civilDate, DomainError, type Money, newId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import { normaliseEmail } from '#libs/identity/src/index.js';
import { type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Config, Database, InGroups, type Lang, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { fresh, type Rate, type RateOfDay, RatesService, stillFresh } from '#libs/rates/src/index.js';
import { FEE_CURRENCY, feeRateIn, mustBeChargeable } from './card-amounts.js';
import type { Gift } from './gift.js';
import { hear, type Said } from './giving.request.js';
import { PaymentPages, type Paths } from './payment-pages.js';
import type { Pledge } from './pledge.entity.js';
import type { LineWish, Pool } from './pledge.request.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { hearPool } from './pool.js';
import type { Heard } from './pricing.service.js';
import { type Quote, quoteOf, type Requote } from './quote.js';
import { modeOf, TakingService } from './taking.service.js';

/** A gift as a donor gives it. The id is his: sending the same again is answered like the first time. */
export interface Give extends Said {
  readonly id: PledgeId;
  readonly projectId: ProjectId;
  readonly email: string;
  readonly lang: Lang;
  readonly amount: Money;
  /** By card he may add what the card costs. */
  readonly coverFee: boolean;
  readonly by: 'card' | 'transfer';
  readonly associationId?: BodyId | null;
  readonly follow: boolean;
  /** For so many units of one line of the budget; left out: for the whole project. */
  readonly line?: LineWish | null;
  /** The people for whom he pays. */
  readonly pool?: Pool | null;
  /** Where the payment page comes back to; "{ref}" and "{id}" in them are replaced. Not needed for a transfer. */
  readonly paths: Paths;
}

interface SumWish {
  readonly amount: Money;
  readonly coverFee: boolean;
}

/** From the form to the payment page. */
@Injectable()
export class GivingService {
  private readonly gifts = new InGroups<Heard, Pledge>((gifts) => this.taking.take(gifts));

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly gate: CampaignGate,
    private readonly rates: RatesService,
    private readonly checkouts: CheckoutsService,
    private readonly pages: PaymentPages,
    private readonly taking: TakingService,
  ) {}

  /** What a gift by card would cost and bring today. Throws `amount-min`, `amount-max`, `amount-step`, `rate-missing`, `rate-stale`. */
  async quote(wish: SumWish): Promise<Quote> {
    const { rate, feeRate } = await this.ratesFor(wish);
    return quoted(wish, { rate: fresh(rate), feeRate });
  }

  /**
   * The same at the last rate known, however old: for whoever asks what he has given already, or another sum of a promise of
   * which each payment gets the rate of its own day. Throws as `quote`, but `rate-stale`.
   */
  async requote(wish: SumWish): Promise<Requote> {
    const rates = await this.ratesFor(wish);
    return { ...quoted(wish, rates), rate: rates.rate };
  }

  /**
   * Takes a gift: charged now, or its card saved, as the campaign's model says; or awaited by bank transfer. Throws
   * `campaign-closed`, `campaign-full`, `pledge-id-taken` for another request under the same id, the refusals of `quote`,
   * `too-many-letters` after three transfers of one address within an hour, `transfer-currency` when the operator has no bank account in it, `line-taken` and `line-full` beside the line, and fields.
   */
  async give(give: Give): Promise<Pledge> {
    const pool = hearPool(give.pool, give.amount);
    const coverFee = give.by === 'card' && give.coverFee;
    const said = { ...hear(give), pool, coverFee, associationId: give.associationId ?? null };
    // Those of one project that come at once are written together.
    return this.gifts.add({ ...give, ...said, email: normaliseEmail(give.email) }, give.projectId);
  }

  /**
   * The address of the payment page of a pledge that waits for its card; a page that was left is opened anew when `paths`
   * are given. Throws `pledge-state` when nothing is to be paid, `checkout-over`, `checkout-waits`, `campaign-closed`,
   * `payments-unavailable`, and for a new page as `mustStillCount`.
   */
  async payUrl(pledge: Pledge, paths?: Paths): Promise<string> {
    try {
      if (pledge.state === 'started') return await this.checkouts.urlOf(pledge.checkoutId!);
    } catch (error) {
      const over = error instanceof DomainError && error.code === 'checkout-over';
      if (!over || !paths) throw error;
    }
    return this.checkouts.urlOf(await this.reopen(pledge, paths));
  }

  /**
   * Before a new payment page of what nobody has promised or paid yet: its lei, frozen when the form was sent, may still count.
   * Throws `rate-stale`.
   */
  async mustStillCount(tx: Tx, { currency, rateOn }: Pick<Gift, 'currency' | 'rateOn'>): Promise<void> {
    stillFresh({ currency, on: rateOn }, civilDate(await this.clock.now(tx)), this.config.ratesMaxDays);
  }

  private async ratesFor({ amount: { currency } }: SumWish): Promise<{ rate: RateOfDay; feeRate: RateOfDay | null }> {
    const rateOf = await this.rates.of([currency, FEE_CURRENCY], civilDate(await this.clock.now()));
    return { rate: rateOf(currency), feeRate: feeRateIn(rateOf) };
  }

  private async reopen({ id, projectId, checkoutId }: Pledge, paths: Paths | undefined): Promise<CheckoutId> {
    return this.db.transaction(async (tx) => {
      await this.gate.openForPledges(tx, projectId);
      const pledge = await lockPledge(tx, id);
      const moved = pledge.checkoutId !== checkoutId;
      if (pledge.state === 'started' && moved) return pledge.checkoutId!; // Another tab has done it.
      if (pledge.state !== 'started') pledge.become('started');
      if (!paths) throw refuse('conflict', 'checkout-over', 'This payment page has expired.');
      await this.mustStillCount(tx, pledge);
      const anew = newId<'Checkout'>();
      pledge.checkoutId = anew;
      await this.pages.open(tx, [{ pledge, mode: modeOf(pledge), paths }]);
      await keepPledge(tx, pledge);
      return anew;
    });
  }
}

function quoted({ amount, coverFee }: SumWish, { rate, feeRate }: { rate: Rate; feeRate: Rate | null }): Quote {
  mustBeChargeable(amount, rate);
  return quoteOf(amount, { coverFee, rate, feeRate });
}
