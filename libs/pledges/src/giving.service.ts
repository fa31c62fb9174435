import { Injectable } from '@nestjs/common';
import { type BodyId, civilDate, type Currency, DomainError, type Money, newId, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { normaliseEmail, PersonsService } from '#libs/identity/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Database, insertOnce, type Lang, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate } from '#libs/projects/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import { FEE_CURRENCY, mustBeChargeable } from './card-amounts.js';
import { mustNotBeFull } from './fullness.js';
import { hear, type Said } from './giving.request.js';
import { type LineGifts, lineFor, mustBeOpen, unitsPaid } from './line-gifts.js';
import { PaymentPages, type Paths } from './payment-pages.js';
import { Pledge } from './pledge.entity.js';
import type { LineWish, MakePledge, Pool } from './pledge.request.js';
import { pledgeEvent } from './pledge.events.js';
import { keepPledge, lockPledge, pledgeUnknown } from './pledge.lock.js';
import type { Way } from './pledge.life.js';
import { hearPool, keepPool } from './pool.js';
import { type Quote, quoteOf } from './quote.js';

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

const TRANSFERS_AN_HOUR = 3;

/** What a gift is let into: the campaign, and the line of the budget that it is for. */
interface Open {
  readonly campaign: Campaign;
  readonly open: LineGifts | null;
}

/** From the form to the payment page. */
@Injectable()
export class GivingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly persons: PersonsService,
    private readonly bodies: BodiesQueries,
    private readonly gate: CampaignGate,
    private readonly rates: RatesService,
    private readonly checkouts: CheckoutsService,
    private readonly bank: BankService,
    private readonly pages: PaymentPages,
    private readonly outbox: Outbox,
  ) {}

  /** What a gift by card would cost and bring today. Throws `amount-min`, `amount-max`, `amount-step`, `rate-missing`. */
  async quote({ amount, coverFee }: { amount: Money; coverFee: boolean }): Promise<Quote> {
    const today = civilDate(await this.clock.now());
    const rate = await this.rates.current(amount.currency, today);
    mustBeChargeable(amount, rate);
    return quoteOf(amount, { coverFee, rate, feeRate: await this.rates.current(FEE_CURRENCY, today) });
  }

  /**
   * Takes a gift: charged now, or its card saved, as the campaign's model says; or awaited by bank transfer. Throws
   * `campaign-closed`, `campaign-full`, `pledge-id-taken` for another request under the same id, the refusals of `quote`,
   * `too-many-letters` after three transfers of one address within an hour, `transfer-currency` when the operator has no bank account in it, `line-taken` and `line-full` beside the line, and fields.
   */
  async give(give: Give): Promise<Pledge> {
    const now = await this.clock.now();
    const pool = hearPool(give.pool, give.amount);
    const words = { ...hear(give), pool, associationId: await this.credited(give.associationId ?? null) };
    const coverFee = give.by === 'card' && give.coverFee;
    const { rate, cover } = await this.priced(give, coverFee, now);
    return this.db.transaction(async (tx) => {
      const personId = await this.persons.ensure(tx, give);
      const entered = await this.openOrRefusal(tx, give);
      if (entered instanceof DomainError) {
        const earlier = await tx.findOneBy(Pledge, { id: give.id });
        if (earlier) return earlier.mustBe({ ...give, ...words, coverFee, personId, way: earlier.way });
        throw entered;
      }
      const units = entered.open && unitsPaid(entered.open, give.line!, toLei(give.amount, rate));
      const command = {
        ...give,
        ...words,
        coverFee,
        personId,
        way: wayOf(give.by, entered.campaign),
        cover,
        rate,
        now,
        units,
      };
      return this.make(tx, command, { ...give, ...entered });
    });
  }

  /**
   * The address of the payment page of a pledge that waits for its card; a page that was left is opened anew when `paths`
   * are given. Throws `pledge-unknown`, `pledge-state` when nothing is to be paid, `campaign-closed`,
   * `payments-unavailable`.
   */
  async payUrl(id: PledgeId, paths?: Paths): Promise<string> {
    const pledge = await this.db.entities.findOneBy(Pledge, { id });
    if (!pledge) throw pledgeUnknown();
    try {
      if (pledge.state === 'started') return await this.checkouts.urlOf(pledge.checkoutId!);
    } catch (error) {
      const over = error instanceof DomainError && error.code === 'checkout-over';
      if (!over || !paths) throw error;
    }
    return this.checkouts.urlOf(await this.reopen(pledge, paths));
  }

  private async reopen({ id, projectId, checkoutId }: Pledge, paths: Paths | undefined): Promise<CheckoutId> {
    return this.db.transaction(async (tx) => {
      await this.gate.openForPledges(tx, projectId);
      const pledge = await lockPledge(tx, id);
      const moved = pledge.checkoutId !== checkoutId;
      if (pledge.state === 'started' && moved) return pledge.checkoutId!; // Another tab has done it.
      if (pledge.state !== 'started') pledge.become('started');
      if (!paths) throw refuse('conflict', 'checkout-over', 'This payment page has expired.');
      const fresh = newId<'Checkout'>();
      pledge.checkoutId = fresh;
      await this.pages.open(tx, pledge, { mode: modeOf(pledge), paths });
      await keepPledge(tx, pledge);
      return fresh;
    });
  }

  private async make(tx: Tx, command: MakePledge, { paths, email, campaign, open }: Give & Open): Promise<Pledge> {
    for (;;) {
      const pledge = Pledge.make(command);
      if (await insertOnce(tx, Pledge, pledge)) {
        if (open) mustBeOpen(open, pledge.units);
        await mustNotBeFull(tx, campaign);
        if (command.pool) await keepPool(tx, pledge, command.pool);
        if (pledge.checkoutId) {
          await this.pages.open(tx, pledge, {
            mode: modeOf(pledge),
            paths,
            email: normaliseEmail(email),
            now: command.now,
          });
        }
        if (pledge.way === 'transfer') {
          await mustNotFlood(tx, pledge);
          await this.outbox.add(tx, pledgeEvent('awaited', pledge));
        }
        return pledge;
      }
      const earlier = await tx.findOneBy(Pledge, { id: command.id });
      if (earlier) return earlier.mustBe(command);
      // Another pledge has this reference: six characters are few. Draw again.
    }
  }

  private async priced(
    { amount, by }: Give,
    coverFee: boolean,
    now: Date,
  ): Promise<Pick<MakePledge, 'rate' | 'cover'>> {
    const today = civilDate(now);
    const rate = await this.rates.current(amount.currency, today);
    if (by === 'transfer') {
      if (!amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-positive' });
      if (!toLei(amount, rate).isPositive())
        throw refuse('invalid', 'amount-too-small', 'The amount is not worth a ban.');
      await this.mustHaveAccount(amount.currency);
      return { rate, cover: amount.minus(amount) };
    }
    mustBeChargeable(amount, rate);
    if (!coverFee) return { rate, cover: amount.minus(amount) };
    const { fee } = quoteOf(amount, { coverFee, rate, feeRate: await this.rates.current(FEE_CURRENCY, today) });
    return { rate, cover: fee };
  }

  private async mustHaveAccount(currency: Currency): Promise<void> {
    const accounts = await this.bank.accounts();
    if (!accounts.some((account) => account.currency === currency))
      throw refuseFields({ pointer: '/currency', code: 'transfer-currency', params: { currency } });
  }

  private async openOrRefusal(tx: Tx, { projectId, line }: Give): Promise<Open | DomainError> {
    try {
      const campaign = await this.gate.openForPledges(tx, projectId);
      return { campaign, open: line ? await lineFor(tx, projectId, line) : null };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  private async credited(associationId: BodyId | null): Promise<BodyId | null> {
    if (!associationId) return null;
    const body = await this.bodies.find(associationId);
    if (body?.kind !== 'association' || body.state !== 'verified')
      throw refuseFields({ pointer: '/associationId', code: 'association-unknown' });
    return associationId;
  }
}

/**
 * Anybody can name anybody's address, and every transfer to come is a letter to it: three an hour, whoever asks. Throws
 * `too-many-letters`.
 */
async function mustNotFlood(tx: Tx, { personId, madeAt }: Pledge): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`transfers:${personId}`]);
  const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
    tx,
    `select count(*)::int as n from pledges.pledge where person_id = $1 and way = 'transfer' and counted_at is null
        and made_at > $2::timestamptz - interval '1 hour'`,
    [personId, madeAt],
  );
  if (n > TRANSFERS_AN_HOUR)
    throw refuse('conflict', 'too-many-letters', 'This address got enough letters within the hour.');
}

function modeOf({ way }: Pledge): 'pay' | 'save-card' {
  return way === 'card-now' ? 'pay' : 'save-card';
}

function wayOf(by: Give['by'], { model }: Campaign): Way {
  if (by === 'transfer') return 'transfer';
  return model === 'keep' ? 'card-now' : 'card-later';
}
