import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { BankingQueries, BankService, OrderFilesQueries, OrderFilesService, OrderRejectionsService, type OrderId, type PaymentOrder, PaymentOrdersService } from '#libs/banking/src/index.js'; // prettier-ignore
import { isId, refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ReasonForm, StepForm } from './operator.requests.js';
import { orderPage, ordersPage } from './orders.view.js';
import { SignedThings } from './signed.service.js';
import { OrderFileForm } from './statements.requests.js';

/** What the bank was told to pay, and the making of the files that tell it. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/orders')
export class OrderPages {
  constructor(
    private readonly bank: BankService,
    private readonly banking: BankingQueries,
    private readonly orders: PaymentOrdersService,
    private readonly files: OrderFilesService,
    private readonly filesSeen: OrderFilesQueries,
    private readonly rejections: OrderRejectionsService,
    private readonly things: SignedThings,
  ) {}

  @Get()
  list(@Read() reading: Reading): Promise<Page> {
    return this.listed(reading, Form.blank());
  }

  /** One file of everything that one account has ordered. */
  @Post()
  make(@Read() reading: Reading, @FormOf(OrderFileForm) form: Form<OrderFileForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id, accountId }) => {
        await this.files.make(id, accountId, reading.person());
        return seeOther(reading.href(`/operator/order-files/${id}?done=asked`));
      },
      (again) => this.listed(reading, again),
    );
  }

  @Get('/:id')
  async order(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** The order was handed to the bank. */
  @Post('/:id/sent')
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
  @Post('/:id/rejection')
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

  private async listed(reading: Reading, form: Form): Promise<Page> {
    const [orders, next, files, accounts] = await Promise.all([
      this.banking.orders(),
      this.filesSeen.next(),
      this.filesSeen.orderFiles(),
      this.bank.accounts(),
    ]);
    return ordersPage(reading, orders, { files, accounts, next, form });
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
