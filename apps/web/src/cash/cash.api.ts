import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CashBookQueries, type Cashier, CashiersService, type CashLine, CashQueries, type Deposit, DepositsService, type Receipt, ReceiptsService, type ReceiptWords, VoidsService } from '#libs/cash/src/index.js'; // prettier-ignore
import { refuse } from '#libs/kernel/src/index.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { Read } from '../edge/decorators.js';
import { Answer, listById, listPage, type ListPage } from '../edge/page.js';
import { CashBookQuery, PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { CashDesk } from './cash-desk.service.js';
import { CashierForm, CashierParams, DepositParams, NewDepositParams, NewReceiptParams, ReceiptParams, ReceiptRequest, ReceiptsRequest, VoidForm } from './cash.requests.js'; // prettier-ignore

/** Cash that an association's cashiers take: receipts with two signatures, deposits, the book. */
@ApiTags('cash')
@ApiBearerAuth()
@Controller('/api/v1')
export class CashApi {
  constructor(
    private readonly desk: CashDesk,
    private readonly cash: CashQueries,
    private readonly book: CashBookQueries,
    private readonly cashiers: CashiersService,
    private readonly receipts: ReceiptsService,
    private readonly voids: VoidsService,
    private readonly deposits: DepositsService,
  ) {}

  /** Who takes cash for an association, and what each has in hand. For its members. */
  @Get('/bodies/:id/cashiers')
  async whoTakes(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<{ data: readonly Cashier[] }> {
    return { data: (await this.desk.seat(reading, id)).cashiers };
  }

  /** The president asks for a cashier; another officer agrees. */
  @Post('/bodies/:id/cashiers')
  async name(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { personId }: CashierForm,
  ): Promise<Answer> {
    return new Answer({ approvalId: await this.cashiers.ask(id, personId, reading.person()) }, 201);
  }

  /** A cashier takes no more cash; what is in hand is still to be brought. By the cashier or an officer. */
  @Delete('/cashiers/:id')
  async end(@Read() reading: Reading, @Param() { id }: CashierParams): Promise<void> {
    await this.cashiers.end(id, reading.person());
  }

  /** Receipts, the newest number first. For officers. */
  @Get('/bodies/:id/cash-receipts')
  async written(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<Receipt>> {
    await this.mustBeOfficer(reading, id);
    return listById(await this.cash.receipts(id, { after, limit: limit + 1 }), limit);
  }

  /** Writes the next receipt; another officer is asked to sign. Sent twice, it is one. */
  @Put('/bodies/:id/cash-receipts/:receiptId')
  async write(
    @Read() reading: Reading,
    @Param() { id, receiptId }: NewReceiptParams,
    @Body() body: ReceiptRequest,
  ): Promise<Receipt> {
    return this.receipts.write({ id: receiptId, associationId: id, ...wordsOf(body) }, reading.person());
  }

  /** One receipt. For officers and its cashier. */
  @Get('/cash-receipts/:id')
  async receipt(@Read() reading: Reading, @Param() { id }: ReceiptParams): Promise<Receipt> {
    const receipt = await this.cash.receipt(id);
    if (!receipt) throw refuse('not-found', 'not-found', 'No such receipt.');
    return this.desk.receipt(await this.desk.seat(reading, receipt.associationId), id);
  }

  /** Its cashier writes it anew while nobody has signed; whoever is to sign is asked anew. */
  @Put('/cash-receipts/:id')
  async correct(
    @Read() reading: Reading,
    @Param() { id }: ReceiptParams,
    @Body() body: ReceiptRequest,
  ): Promise<Receipt> {
    return this.receipts.correct(id, wordsOf(body), reading.person());
  }

  /** The cash goes back to its giver: another officer is asked to make the receipt void. */
  @Post('/cash-receipts/:id/void')
  async makeVoid(
    @Read() reading: Reading,
    @Param() { id }: ReceiptParams,
    @Body() { reason }: VoidForm,
  ): Promise<Answer> {
    return new Answer({ approvalId: await this.voids.ask(id, reason, reading.person()) }, 201);
  }

  /** Makes a receipt void that nobody has signed; its number stays. */
  @Post('/cash-receipts/:id/discard')
  async discard(@Read() reading: Reading, @Param() { id }: ReceiptParams, @Body() { reason }: VoidForm): Promise<void> {
    await this.receipts.discard(id, reason, reading.person());
  }

  /** Deposits, the newest first. For officers. */
  @Get('/bodies/:id/cash-deposits')
  async brought(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<Deposit>> {
    await this.mustBeOfficer(reading, id);
    return listById(await this.cash.deposits(id, { after, limit: limit + 1 }), limit);
  }

  /** A slip: these receipts go to the bank together, under its code. */
  @Put('/bodies/:id/cash-deposits/:depositId')
  async bring(
    @Read() reading: Reading,
    @Param() { id, depositId }: NewDepositParams,
    @Body() { receiptIds }: ReceiptsRequest,
  ): Promise<Deposit | null> {
    await this.deposits.make({ id: depositId, associationId: id, receiptIds }, reading.person());
    return this.cash.deposit(depositId);
  }

  /** One deposit: its code, its sum, what came. For officers and its cashier. */
  @Get('/cash-deposits/:id')
  async deposit(@Read() reading: Reading, @Param() { id }: DepositParams): Promise<Deposit> {
    const deposit = await this.cash.deposit(id);
    if (!deposit) throw refuse('not-found', 'not-found', 'No such deposit.');
    return this.desk.deposit(await this.desk.seat(reading, deposit.associationId), id);
  }

  /** Tears a slip up for which nothing has come. */
  @Delete('/cash-deposits/:id')
  async cancel(@Read() reading: Reading, @Param() { id }: DepositParams): Promise<void> {
    await this.deposits.cancel(id, reading.person());
  }

  /** The cash book, the newest line first, with what was in hand after each. For officers. */
  @Get('/bodies/:id/cash-book')
  async lines(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: CashBookQuery,
  ): Promise<ListPage<CashLine>> {
    await this.mustBeOfficer(reading, id);
    const rows = await this.book.lines(id, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ key }) => key, show: (row) => row });
  }

  private async mustBeOfficer(reading: Reading, id: BodyParams['id']): Promise<void> {
    const { officer } = await this.desk.seat(reading, id);
    if (!officer) throw refuse('forbidden', 'role-missing', 'For the officers of the association.');
  }
}

function wordsOf({ lei, line, giver, email, shown = false, onward = false, ...said }: ReceiptRequest): ReceiptWords {
  return {
    ...said,
    lei: typedSum(lei, 'MDL', 'lei'),
    line: line ?? null,
    giver: giver ?? null,
    email: email ?? null,
    shown,
    onward,
  };
}
