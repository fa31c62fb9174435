import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { ApprovalId, Id } from '#libs/kernel/src/index.js';
import { ClosingService, DeskQueries, type GiftRefund, GiftRefundsService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from './pledges.api.js';
import { EarlyClosingRequest, PledgeParams, ProjectParams, RefundParams, RefundRequest } from './pledges.requests.js';

/** What officers do with gifts: money back, and closing a campaign before its day. */
@ApiTags('giving')
@ApiBearerAuth()
@Controller('/api/v1')
export class RefundsApi {
  constructor(
    private readonly refunds: GiftRefundsService,
    private readonly closing: ClosingService,
    private readonly desk: DeskQueries,
  ) {}

  /** The operator asks to give money back; a second operator confirms. Needs an `Idempotency-Key`. */
  @Post('/pledges/:id/refunds')
  async ask(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id: pledgeId }: PledgeParams,
    @Body() { amount, reason }: RefundRequest,
  ): Promise<Answer> {
    const wish = { approvalId: approvalId as ApprovalId, pledgeId, amount: amount ? moneyOf(amount) : null, reason };
    await this.refunds.ask(wish, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /** Money that waits for the operator: transfers to order, and cards that took nothing back; the oldest first. */
  @UseGuards(OperatorGuard)
  @Get('/refunds')
  async waiting(@Query() { after, limit }: PageQuery): Promise<ListPage<GiftRefund>> {
    return listById(await this.desk.waitingRefunds({ after, limit: limit + 1 }), limit);
  }

  /** Tries a refund that a card refused once more, to the same card. */
  @Post('/refunds/:id/tries')
  async again(@Read() reading: Reading, @Param() { id }: RefundParams): Promise<Answer> {
    await this.refunds.retry(id, reading.person());
    return new Answer({}, 202);
  }

  /** Signs to close a campaign early; it closes when town hall and association both have. */
  @Post('/projects/:id/early-closing')
  async closeEarly(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Body() { side }: EarlyClosingRequest,
  ): Promise<object> {
    return { state: await this.closing.closeEarly(id, side, reading.person()) };
  }
}
