import { Body, Controller, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MoneyBackService } from '#libs/delivery/src/index.js';
import { type ApprovalId, currencyOf, type Id, refuse } from '#libs/kernel/src/index.js';
import {
  BankAccountsService,
  type BankLine,
  BankService,
  OrderRejectionsService,
  type PaymentOrder,
  PaymentOrdersService,
  BankingQueries,
} from '#libs/banking/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { TransfersService } from '#libs/pledges/src/index.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, type ListPage, listById } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import {
  BankAccountParams,
  BankAccountRequest,
  BankLineParams,
  BankLineRequest,
  ClaimRequest,
  MoneyBackRequest,
  OrderParams,
  RejectionRequest,
} from './bank.requests.js';
import { OperatorGuard } from './operator.guard.js';

/** The operator's bank: accounts, lines of statements, payment orders. */
@ApiTags('bank')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class BankApi {
  constructor(
    private readonly bank: BankService,
    private readonly ownAccounts: BankAccountsService,
    private readonly orders: PaymentOrdersService,
    private readonly rejections: OrderRejectionsService,
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
    private readonly transfers: TransfersService,
    private readonly moneyBack: MoneyBackService,
  ) {}

  /** The operator's accounts. */
  @Get('/bank/accounts')
  async accounts(): Promise<object> {
    return { data: await this.bank.accounts() };
  }

  /** Enters an account; one a currency. It is open when another of the staff has sent the same under the same id, or signed. */
  @Put('/bank/accounts/:id')
  async open(
    @Read() reading: Reading,
    @Param() { id }: BankAccountParams,
    @Body() body: BankAccountRequest,
  ): Promise<{ readonly approvalId: ApprovalId }> {
    const account = { ...body, id, currency: currencyOf(body.currency) };
    return { approvalId: await this.ownAccounts.open(account, reading.person()) };
  }

  /** Asks a second operator to close an account that has no money and nothing open. Needs an `Idempotency-Key`. */
  @Post('/bank/accounts/:id/closing')
  async close(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id }: BankAccountParams,
  ): Promise<Answer<{ readonly approvalId: Id<string> }, 201>> {
    await this.ownAccounts.askClosing(approvalId as ApprovalId, id, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /** Enters a line of a statement with what it means; a second operator confirms both. */
  @Put('/bank/lines/:id')
  async enter(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() body: BankLineRequest,
  ): Promise<object> {
    return { approvalId: await this.bank.enterLine({ ...body, id, amount: moneyOf(body.amount) }, reading.person()) };
  }

  /** Lines of statements, the newest first. */
  @Get('/bank/lines')
  async lines(@Query() { after, limit }: PageQuery): Promise<ListPage<BankLine>> {
    const rows = await this.banking.bankLines({ limit: limit + 1, ...(after && { after }) });
    return listById(rows, limit);
  }

  /** One line with its state. */
  @Get('/bank/lines/:id')
  async line(@Param() { id }: BankLineParams): Promise<BankLine> {
    const line = await this.banking.line(id);
    if (!line) throw refuse('not-found', 'not-found', 'No such line.');
    return line;
  }

  /** Confirmed receipts that nobody has claimed yet. */
  @Get('/bank/open-lines')
  async openLines(@Query() { after, limit }: PageQuery): Promise<ListPage<BankLine>> {
    const rows = await this.banking.openLines({ after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Says whose gift a confirmed line is: it counts at the rate of the pledge. */
  @Post('/bank/lines/:id/claim')
  async claim(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() { pledgeId }: ClaimRequest,
  ): Promise<object> {
    return { state: await this.transfers.match(id, pledgeId, reading.person()) };
  }

  /** Says that a confirmed line is money which a town hall did not need: it is the project's again. */
  @Post('/bank/lines/:id/money-back')
  async takeBack(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() { projectId }: MoneyBackRequest,
  ): Promise<void> {
    await this.moneyBack.take(id, projectId, reading.person());
  }

  /** What the operator holds, and payouts that no bank line has shown yet. */
  @Get('/bank/balances')
  async balances(): Promise<object> {
    const [data, payouts] = await Promise.all([this.banking.balances(), this.payments.payoutsUnderWay()]);
    return { data, payouts };
  }

  /** Payment orders, the newest first. */
  @Get('/payment-orders')
  async list(@Query() { after, limit }: PageQuery): Promise<ListPage<PaymentOrder>> {
    const rows = await this.banking.orders({ limit: limit + 1, ...(after && { after }) });
    return listById(rows, limit);
  }

  /** One payment order. */
  @Get('/payment-orders/:id')
  async order(@Param() { id }: OrderParams): Promise<PaymentOrder> {
    const order = await this.banking.order(id);
    if (!order) throw refuse('not-found', 'not-found', 'No such order.');
    return order;
  }

  /** The order was handed to the bank: it is in transit. */
  @Post('/payment-orders/:id/sent')
  async sent(@Read() reading: Reading, @Param() { id }: OrderParams): Promise<void> {
    await this.orders.markSent(id, reading.person());
  }

  /** The bank refused the order; a second operator confirms that. */
  @Post('/payment-orders/:id/rejection')
  async rejected(
    @Read() reading: Reading,
    @Param() { id }: OrderParams,
    @Body() { reason }: RejectionRequest,
  ): Promise<object> {
    return { approvalId: await this.rejections.ask(id, reason, reading.person()) };
  }
}
