import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Id } from '#libs/kernel/src/index.js';
import { PromisesService, type RefundRequestId, RefundRequestsService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Limit, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { accessOf } from './gift.access.js';
import { moneyOf } from './pledges.api.js';
import { PledgeAccessQuery, PledgeParams } from './pledges.requests.js';
import { RefundAskRequest, RefundRefusalRequest, RefundRequestParams } from './refund-ask.requests.js';

/** What donors ask back of their gifts. */
@ApiTags('giving')
@Controller('/api/v1')
export class RefundRequestsApi {
  constructor(
    private readonly promises: PromisesService,
    private readonly requests: RefundRequestsService,
  ) {}

  /** What can go back of a gift of mine now and how, and what I last asked back. */
  @Get('/pledges/:id/refund-request')
  async find(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    const pledge = await this.promises.find(id, accessOf(reading, query));
    return { possible: await this.requests.possible(pledge), request: await this.requests.of(id) };
  }

  /** Asks a gift of mine back; it waits for two signatures of the operator. Needs an `Idempotency-Key`. */
  @Post('/pledges/:id/refund-request')
  @Limit({ name: 'refund-ask', points: 20, seconds: 600 })
  async ask(
    @Read() reading: Reading,
    @CommandId() requestId: Id<string>,
    @Param() { id: pledgeId }: PledgeParams,
    @Query() query: PledgeAccessQuery,
    @Body() { amount, why, account }: RefundAskRequest,
  ): Promise<Answer> {
    const said = { amount: amount ? moneyOf(amount) : null, why: why ?? null, account: account ?? null };
    const asked = { ...said, id: requestId as RefundRequestId, pledgeId };
    await this.requests.ask(asked, accessOf(reading, query));
    return new Answer({ id: requestId }, 201);
  }

  /** Takes back what I asked, while nobody has signed it. */
  @Delete('/pledges/:id/refund-request')
  @HttpCode(204)
  async withdraw(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<void> {
    await this.requests.withdraw(id, accessOf(reading, query));
  }

  /** One of the staff says no to a donor, who is told why. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Post('/refund-requests/:id/refusal')
  @HttpCode(204)
  async refuse(
    @Read() reading: Reading,
    @Param() { id }: RefundRequestParams,
    @Body() { reason }: RefundRefusalRequest,
  ): Promise<void> {
    await this.requests.refuse(id, reason, reading.person());
  }
}
