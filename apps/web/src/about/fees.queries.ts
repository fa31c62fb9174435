import { Injectable } from '@nestjs/common';
import { civilDate } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { cardFee, FEE_CURRENCY, GivingService } from '#libs/pledges/src/index.js';
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

  /** A row for each of the currencies that most people use; none while there are no rates. */
  async rows(): Promise<FeeRow[]> {
    const today = civilDate(await this.clock.now());
    const known = await this.rates.known(today);
    if (!known.some(({ currency }) => currency === FEE_CURRENCY)) return [];
    const feeRate = await this.rates.current(FEE_CURRENCY, today);
    return Promise.all(
      orderedCurrencies(known)
        .slice(0, ROWS)
        .map(async (currency) => {
          const rate = await this.rates.current(currency, today);
          const example = await this.giving.quote({ amount: tilesOf(rate)[1]!, coverFee: true });
          return { fee: cardFee(rate, feeRate), example };
        }),
    );
  }
}
