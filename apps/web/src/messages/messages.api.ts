import { Body, Controller, Delete, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Aggregator, AggregatorsService, MessagesQueries, SecretsService, type Settlement, SettlementsService, type Trouble, TroublesService } from '#libs/messages/src/index.js'; // prettier-ignore
import { BankLineParams } from '../bank/bank.requests.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read, ShownOnce } from '../edge/decorators.js';
import { Answer, listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { AggregatorParams, AggregatorRequest, SecretParams, SettlementOfLineRequest, SettlementParams, TroubleForm, TroubleParams } from './messages.requests.js'; // prettier-ignore

/** Gifts by message as the operator meets them: who tells of them, what they pay, what is to be settled with them. */
@ApiTags('messages')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class MessagesApi {
  constructor(
    private readonly messages: MessagesQueries,
    private readonly aggregators: AggregatorsService,
    private readonly secrets: SecretsService,
    private readonly settlements: SettlementsService,
    private readonly troubles: TroublesService,
  ) {}

  /** Who tells of messages, by name. */
  @Get('/operator/aggregators')
  async all(): Promise<{ data: readonly Aggregator[] }> {
    return { data: await this.messages.aggregators() };
  }

  /** Enters an aggregator; a second of the staff opens it. Sent twice, it is one. */
  @Put('/operator/aggregators/:id')
  async open(
    @Read() reading: Reading,
    @Param() { id }: AggregatorParams,
    @Body() { lei, ...words }: AggregatorRequest,
  ): Promise<Answer> {
    const entered = { id, ...words, lei: typedSum(lei, 'MDL', 'lei') };
    return new Answer({ approvalId: await this.aggregators.open(entered, reading.person()) }, 201);
  }

  /** Asks a second of the staff for another secret; both are good until the old one is ended. */
  @Post('/operator/aggregators/:id/secrets')
  async askSecret(@Read() reading: Reading, @Param() { id }: AggregatorParams): Promise<Answer> {
    return new Answer({ approvalId: await this.aggregators.askSecret(id, reading.person()) }, 201);
  }

  /** Shows a secret, once. */
  @Post('/operator/aggregators/:id/secrets/:n/reading')
  @ShownOnce()
  async take(@Read() reading: Reading, @Param() { id, n }: SecretParams): Promise<Answer> {
    return new Answer({ secret: await this.secrets.take(id, n, reading.person()) }, 201);
  }

  /** Nothing signed with it is taken any more. */
  @Delete('/operator/aggregators/:id/secrets/:n')
  async end(@Read() reading: Reading, @Param() { id, n }: SecretParams): Promise<void> {
    await this.secrets.end(id, n, reading.person());
  }

  /** Nothing that it tells is taken any more, at once. */
  @Post('/operator/aggregators/:id/off')
  async off(@Read() reading: Reading, @Param() { id }: AggregatorParams): Promise<void> {
    await this.aggregators.off(id, reading.person());
  }

  /** Asks a second of the staff to take its messages again. */
  @Post('/operator/aggregators/:id/on')
  async on(@Read() reading: Reading, @Param() { id }: AggregatorParams): Promise<Answer> {
    return new Answer({ approvalId: await this.aggregators.askOn(id, reading.person()) }, 201);
  }

  /** What a person has to settle with an aggregator, the oldest first. */
  @Get('/operator/message-troubles')
  async unsettled(@Query() { after, limit }: PageQuery): Promise<ListPage<Trouble>> {
    return listById(await this.messages.troubles({ after, limit: limit + 1 }), limit);
  }

  /** Says what was agreed; the first word stays. */
  @Post('/operator/message-troubles/:id/words')
  async settle(
    @Read() reading: Reading,
    @Param() { id }: TroubleParams,
    @Body() { words }: TroubleForm,
  ): Promise<void> {
    await this.troubles.end(id, words, reading.person());
  }

  /** What aggregators pay, the newest first. */
  @Get('/operator/settlements')
  async paid(@Query() { after, limit }: PageQuery): Promise<ListPage<Settlement>> {
    return listById(await this.messages.settlements({ after, limit: limit + 1 }), limit);
  }

  /** The list was wrong: its messages wait for another one. */
  @Delete('/operator/settlements/:id')
  async drop(@Read() reading: Reading, @Param() { id }: SettlementParams): Promise<void> {
    await this.settlements.drop(id, reading.person());
  }

  /** Says that a line of the statement is a settlement: it counts when the sums are equal, else waits for what is missing. */
  @Post('/bank/lines/:id/settlement')
  async attach(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() { settlementId }: SettlementOfLineRequest,
  ): Promise<object> {
    return { state: await this.settlements.attach(id, settlementId, reading.person()) };
  }
}
