import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { FundRefundsService } from '#libs/funds/src/index.js';
import type { ApprovalId, Id } from '#libs/kernel/src/index.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { RefundRequest } from '../pledging/pledges.requests.js';
import { FundGiftParams } from './funds.requests.js';

/** What the operator gives back of gifts to funds. */
@ApiTags('funds')
@ApiBearerAuth()
@Controller('/api/v1')
export class FundRefundsApi {
  constructor(private readonly refunds: FundRefundsService) {}

  /** The operator asks to give money of a fund back; a second operator confirms. Needs an `Idempotency-Key`. */
  @Post('/fund-gifts/:id/refunds')
  async ask(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id: giftId }: FundGiftParams,
    @Body() { amount, reason }: RefundRequest,
  ): Promise<Answer> {
    const wish = { approvalId: approvalId as ApprovalId, giftId, amount: amount ? moneyOf(amount) : null, reason };
    await this.refunds.ask(wish, reading.person());
    return new Answer({ approvalId }, 201);
  }
}
