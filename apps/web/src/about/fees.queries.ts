import { Injectable } from '@nestjs/common';
import { civilDate } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { cardFee, FEE_CURRENCY, feeRateIn, GivingService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { orderedCurrencies, tilesOf } from '../pledging/currencies.js';
import type { FeeRow } from './fees.view.js';

const ROWS = 8;

/** What cards cost, at the rates of today. */
@Injectable()
export class FeesQueries {
  constructor(
    private readonly rates: RatesService,
    private readonly giving: GivingService,
    private readonly clock: Clock,
  ) {}

  /** A row for each of the currencies that most people use and that can be given today; none before there was any rate. */
  async rows(): Promise<FeeRow[]> {
    const today = civilDate(await this.clock.now());
    const offered = orderedCurrencies((await this.rates.known(today)).filter(({ stale }) => !stale)).slice(0, ROWS);
    const rateOf = await this.rates.of([...offered, FEE_CURRENCY], today);
    const feeRate = feeRateIn(rateOf);
    if (!feeRate) return [];
    return Promise.all(
      offered.map(async (currency) => {
        const rate = rateOf(currency);
        const example = await this.giving.quote({ amount: tilesOf(rate)[1]!, coverFee: true });
        return { fee: cardFee(rate, feeRate), example };
      }),
    );
  }
}
