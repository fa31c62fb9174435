import { Body, Controller, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type BankLine, type Deal, LineReturnsService, NamingService, type OrderFile, OrderFilesQueries, OrderFilesService, type Statement, StatementsQueries, StatementsService } from '#libs/banking/src/index.js'; // prettier-ignore
import { refuse } from '#libs/kernel/src/index.js';
import { Read } from '../edge/decorators.js';
import { type ListPage, listById } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { BankAccountParams, BankLineParams } from './bank.requests.js';
import { OperatorGuard } from './operator.guard.js';
import { CsvMappingRequest, MeaningRequest, OrderFileParams, OrderFileRequest, ReturnRequest, StatementParams, StatementRequest } from './statements.requests.js'; // prettier-ignore

/** What comes from the bank and goes to it as files: statements, and files of payment orders. */
@ApiTags('bank')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class StatementsApi {
  constructor(
    private readonly statements: StatementsService,
    private readonly naming: NamingService,
    private readonly returns: LineReturnsService,
    private readonly files: OrderFilesService,
    private readonly queries: StatementsQueries,
    private readonly filesSeen: OrderFilesQueries,
  ) {}

  /** Enters a statement as a file; a second operator confirms it whole. It is refused whole where anything is wrong. */
  @Put('/bank/statements/:id')
  async enter(
    @Read() reading: Reading,
    @Param() { id }: StatementParams,
    @Body() body: StatementRequest,
  ): Promise<object> {
    const { accountId, file, opening, closing } = body;
    const typed = opening !== undefined && closing !== undefined ? { typed: { opening, closing } } : {};
    const bytes = Buffer.from(file, 'base64');
    return { approvalId: await this.statements.enter({ id, accountId, bytes, ...typed }, reading.person()) };
  }

  /** Statements, the newest first. */
  @Get('/bank/statements')
  async list(@Query() { after, limit }: PageQuery): Promise<ListPage<Statement>> {
    return listById(await this.queries.statements({ after, limit: limit + 1 }), limit);
  }

  /** One statement, what its file says, and the lines that it has made. */
  @Get('/bank/statements/:id')
  async statement(@Param() { id }: StatementParams): Promise<object> {
    const found = await this.queries.statement(id);
    if (!found) throw refuse('not-found', 'not-found', 'No such statement.');
    return { ...found.statement, entries: found.entries, lines: found.lines };
  }

  /** Keeps how the account's CSV is read. */
  @Put('/bank/accounts/:id/csv-mapping')
  async map(
    @Read() reading: Reading,
    @Param() { id }: BankAccountParams,
    @Body() body: CsvMappingRequest,
  ): Promise<void> {
    await this.statements.saveMapping(id, { ...body, columns: { ...body.columns } }, reading.person());
  }

  /** Money that left by a statement and that nobody has explained. */
  @Get('/bank/unexplained-lines')
  async unexplained(@Query() { after, limit }: PageQuery): Promise<ListPage<BankLine>> {
    return listById(await this.queries.unexplained({ after, limit: limit + 1 }), limit);
  }

  /** Says what a line of a statement is that stands apart; a second operator confirms that. */
  @Post('/bank/lines/:id/meaning')
  async name(@Read() reading: Reading, @Param() { id }: BankLineParams, @Body() body: MeaningRequest): Promise<object> {
    return { approvalId: await this.naming.ask(id, body, reading.person()) };
  }

  /** Asks a second operator that money which nobody has claimed goes back to where it came from. */
  @Post('/bank/lines/:id/return')
  async sendBack(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() body: ReturnRequest,
  ): Promise<object> {
    return { approvalId: await this.returns.ask(id, body, reading.person()) };
  }

  /** Exchanges at the bank, the newest first, each beside the National Bank's rate of its day. */
  @Get('/bank/exchanges')
  async exchanges(@Query() { after, limit }: PageQuery): Promise<ListPage<Deal>> {
    return listById(await this.queries.deals({ after, limit: limit + 1 }), limit);
  }

  /** Makes one pain.001 file of everything that is ordered of an account; a second operator signs its SHA-256. */
  @Put('/order-files/:id')
  async make(
    @Read() reading: Reading,
    @Param() { id }: OrderFileParams,
    @Body() { accountId }: OrderFileRequest,
  ): Promise<object> {
    return { approvalId: await this.files.make(id, accountId, reading.person()) };
  }

  /** Files of payment orders, the newest first. */
  @Get('/order-files')
  async orderFiles(@Query() { after, limit }: PageQuery): Promise<ListPage<OrderFile>> {
    return listById(await this.filesSeen.orderFiles({ after, limit: limit + 1 }), limit);
  }

  /** One file of payment orders. */
  @Get('/order-files/:id')
  async orderFile(@Param() { id }: OrderFileParams): Promise<OrderFile> {
    const file = await this.filesSeen.orderFile(id);
    if (!file) throw refuse('not-found', 'not-found', 'No such file.');
    return file;
  }

  /** Takes the file to the bank, once for each time that two have signed; with the first its orders are in transit. */
  @Post('/order-files/:id/taking')
  async take(@Read() reading: Reading, @Param() { id }: OrderFileParams): Promise<object> {
    return this.files.take(id, reading.person());
  }

  /** Asks a second operator that the file may be taken once more, as a copy. */
  @Post('/order-files/:id/copies')
  async copy(@Read() reading: Reading, @Param() { id }: OrderFileParams): Promise<object> {
    return { approvalId: await this.files.askCopy(id, reading.person()) };
  }
}
