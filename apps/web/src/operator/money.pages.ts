import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import {
  OrderRejectionsService,
  type OrderId,
  type PaymentOrder,
  PaymentOrdersService,
  PaymentsQueries,
} from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { OperatorOnly } from '../bank/operator-only.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { moneyPage } from './money.view.js';
import { ReasonForm, StepForm } from './operator.requests.js';
import { orderPage, ordersPage } from './orders.view.js';

/** Where the operator's money is, and what the bank was told to pay. */
@Controller('/:lang(^ro|ru|en$)/operator')
export class MoneyPages {
  constructor(
    private readonly operator: OperatorOnly,
    private readonly payments: PaymentsQueries,
    private readonly orders: PaymentOrdersService,
    private readonly rejections: OrderRejectionsService,
    private readonly approvals: ApprovalsQueries,
    private readonly clock: Clock,
  ) {}

  @Get('/money')
  async money(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const [comparison, balances, payouts, disputes, unbooked, now] = await Promise.all([
      this.payments.comparison(),
      this.payments.balances(),
      this.payments.payoutsUnderWay(),
      this.payments.disputes(),
      this.payments.unbooked(),
      this.clock.now(),
    ]);
    return moneyPage(reading, { comparison, balances, payouts, disputes, unbooked, now });
  }

  @Get('/orders')
  async list(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    return ordersPage(reading, await this.payments.orders());
  }

  @Get('/orders/:id')
  async order(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    this.operator.mustBe(reading);
    return this.shown(reading, id, Form.blank());
  }

  /** The order was handed to the bank. */
  @Post('/orders/:id/sent')
  sent(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
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
    this.operator.mustBe(reading);
    return form.submit(
      reading,
      async ({ reason }) => {
        await this.rejections.ask((await this.mustFind(id)).id, reason, reading.person());
        return seeOther(reading.href(`/operator/orders?done=asked`));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const order = await this.mustFind(id);
    const asked = (await this.approvals.of(`order:${order.id}`)).find(({ state }) => state === 'waiting');
    return orderPage(reading, order, asked?.id ?? null, form);
  }

  private async mustFind(id: string): Promise<PaymentOrder> {
    const order = isId(id) ? await this.payments.order(id as OrderId) : null;
    if (!order) throw refuse('not-found', 'not-found', 'No such order.');
    return order;
  }
}
