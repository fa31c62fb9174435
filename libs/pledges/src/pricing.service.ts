import { Injectable } from '@nestjs/common';
import { BankService } from '#libs/banking/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, civilDate, type Currency, DomainError, type Money, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { type RateOfDay, RatesService, toLei } from '#libs/rates/src/index.js';
import { FEE_CURRENCY, feeRateIn, mustBeChargeable } from './card-amounts.js';
import type { Paths } from './payment-pages.js';
import type { PledgeWords } from './pledge.request.js';
import { quoteOf } from './quote.js';
import { orRefusal } from './refusal.js';

/** A gift as it was heard: right in itself, not yet looked at beside anything else. */
export interface Heard extends PledgeWords {
  readonly id: PledgeId;
  readonly projectId: ProjectId;
  /** As it is kept and compared. */
  readonly email: string;
  readonly by: 'card' | 'transfer';
  readonly paths: Paths;
}

/** The same at the rate of the day, which may be too old for a gift that is not known yet. */
export interface Priced extends Heard {
  readonly rate: RateOfDay;
  readonly cover: Money;
}

/** What prices are made of: read once for all gifts that are priced together. */
interface Known {
  readonly rateOf: (currency: Currency) => RateOfDay;
  /** Currencies in which a transfer has an account to go to. */
  readonly accounts: ReadonlySet<Currency>;
  readonly associations: ReadonlySet<BodyId>;
}

/** Prices gifts at the rates of the day. */
@Injectable()
export class PricingService {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly rates: RatesService,
    private readonly bank: BankService,
  ) {}

  /**
   * Each gift with its rate and what its donor adds for the card, or why it is refused: `association-unknown`, `rate-missing`,
   * the refusals of a card's sums, `amount-positive`, `amount-too-small`, `transfer-currency`.
   */
  async of(gifts: readonly Heard[], now: Date): Promise<readonly (Priced | DomainError)[]> {
    const currencies = gifts.flatMap(({ amount, coverFee }) => [amount.currency, ...(coverFee ? [FEE_CURRENCY] : [])]);
    const transfers = gifts.some(({ by }) => by === 'transfer');
    const known = {
      rateOf: await this.rates.of([...new Set(currencies)], civilDate(now)),
      accounts: new Set(transfers ? (await this.bank.accounts()).map(({ currency }) => currency) : []),
      associations: await this.associations(gifts),
    };
    return Promise.all(gifts.map((gift) => orRefusal(() => priced(gift, known))));
  }

  private async associations(gifts: readonly Heard[]): Promise<Set<BodyId>> {
    const ids = [...new Set(gifts.flatMap(({ associationId }) => associationId ?? []))];
    const found = ids.length > 0 ? await this.bodies.findAll(ids) : [];
    return new Set(found.flatMap(({ id, kind, state }) => (kind === 'association' && state === 'verified' ? id : [])));
  }
}

function priced(gift: Heard, { rateOf, accounts, associations }: Known): Priced {
  const { amount, by, coverFee, associationId } = gift;
  if (associationId && !associations.has(associationId))
    throw refuseFields({ pointer: '/associationId', code: 'association-unknown' });
  const rate = rateOf(amount.currency);
  if (by === 'transfer') {
    if (!amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-positive' });
    if (!toLei(amount, rate).isPositive())
      throw refuse('invalid', 'amount-too-small', 'The amount is not worth a ban.');
    const { currency } = amount;
    if (!accounts.has(currency))
      throw refuseFields({ pointer: '/currency', code: 'transfer-currency', params: { currency } });
  } else mustBeChargeable(amount, rate);
  const cover = coverFee ? quoteOf(amount, { coverFee, rate, feeRate: feeRateIn(rateOf) }).fee : amount.minus(amount); // prettier-ignore
  return { ...gift, rate, cover };
}
