import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { civilDate, isId, refuse } from '#libs/kernel/src/index.js';
import type { AccountBalance } from '#libs/ledger/src/index.js';
import {
  OrderRejectionsService,
  type OrderId,
  type PaymentOrder,
  PaymentOrdersService,
  BankingQueries,
} from '#libs/banking/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { moneyPage, type Position } from './money.view.js';
import { ReasonForm, StepForm } from './operator.requests.js';
import { orderPage, ordersPage } from './orders.view.js';
import { SignedThings } from './signed.service.js';

/** Where the operator's money is, and what the bank was told to pay. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class MoneyPages {
  constructor(
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
    private readonly orders: PaymentOrdersService,
    private readonly rejections: OrderRejectionsService,
    private readonly things: SignedThings,
    private readonly rates: RatesService,
    private readonly clock: Clock,
  ) {}

  @Get('/money')
  async money(@Read() reading: Reading): Promise<Page> {
    const [comparison, balances, unbooked] = await Promise.all([
      this.banking.comparison(),
      this.banking.balances(),
      this.payments.unbooked(),
    ]);
    const positions = await this.positions(balances);
    return moneyPage(reading, { comparison, balances, positions, unbooked });
  }

  @Get('/orders')
  async list(@Read() reading: Reading): Promise<Page> {
    return ordersPage(reading, await this.banking.orders());
  }

  @Get('/orders/:id')
  async order(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** The order was handed to the bank. */
  @Post('/orders/:id/sent')
  sent(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.orders.markSent((await this.mustFind(id)).id, reading.person());
        return seeOther(reading.href(`/operator/orders?done=sent`));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  /** The bank has refused the order. */
  @Post('/orders/:id/rejection')
  rejected(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReasonForm) form: Form<ReasonForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ reason }) => {
        await this.rejections.ask((await this.mustFind(id)).id, reason, reading.person());
        return seeOther(reading.href(`/operator/orders?done=asked`));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  private async positions(balances: readonly AccountBalance[]): Promise<Position[]> {
    const today = civilDate(await this.clock.now());
    const rates = new Map((await this.rates.known(today)).map((rate) => [rate.currency, rate]));
    return balances
      .filter(({ code, amount }) => code.includes(':fx:') && !amount.isZero())
      .map(({ amount }) => {
        const rate = rates.get(amount.currency);
        return { amount, lei: amount.currency === 'MDL' ? amount : rate ? toLei(amount, rate) : null };
      });
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const order = await this.mustFind(id);
    return orderPage(reading, order, await this.things.waiting(`order:${order.id}`), form);
  }

  private async mustFind(id: string): Promise<PaymentOrder> {
    const order = isId(id) ? await this.banking.order(id as OrderId) : null;
    if (!order) throw refuse('not-found', 'not-found', 'No such order.');
    return order;
  }
}
