import { Controller, Get, UseGuards } from '@nestjs/common';
import { civilDate, Money } from '#libs/kernel/src/index.js';
import type { AccountBalance } from '#libs/ledger/src/index.js';
import { BankingQueries } from '#libs/banking/src/index.js';
import { ReckoningQueries } from '#libs/books/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { moneyPage, type Position } from './money.view.js';

/** How many movements without a journal the page shows; there should be none. */
const UNBOOKED = 50;

/** Where the operator's money is. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class MoneyPages {
  constructor(
    private readonly reckonings: ReckoningQueries,
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
    private readonly rates: RatesService,
    private readonly clock: Clock,
  ) {}

  @Get('/money')
  async money(@Read() reading: Reading): Promise<Page> {
    const now = await this.clock.now();
    const [reckonings, balances, unbooked, tables] = await Promise.all([
      this.reckonings.now(),
      this.banking.balances(),
      this.payments.unbooked({ limit: UNBOOKED }),
      this.rates.tables(civilDate(now)),
    ]);
    const positions = await this.positions(balances, now);
    return moneyPage(reading, { reckonings, balances, positions, unbooked, tables });
  }

  private async positions(balances: readonly AccountBalance[], now: Date): Promise<Position[]> {
    const today = civilDate(now);
    const rates = new Map((await this.rates.known(today)).map((rate) => [rate.currency, rate]));
    return (
      balances
        .filter(({ code, amount }) => code.includes(':fx:') && !amount.isZero())
        // As in the public books: what is held more than owed.
        .map(({ amount }) => Money.ofMinor(-amount.minor, amount.currency))
        .map((amount) => {
          const rate = rates.get(amount.currency);
          return { amount, lei: amount.currency === 'MDL' ? amount : rate ? toLei(amount, rate) : null };
        })
    );
  }
}
