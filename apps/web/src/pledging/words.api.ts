import { Body, Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PublicWordsService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { PledgeParams } from './pledges.requests.js';
import { WordsRequest } from './words.requests.js';

/** Names and dedications of gifts, as the operator reads them. */
@ApiTags('giving')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class WordsApi {
  constructor(private readonly words: PublicWordsService) {}

  /** Public words that no operator has read yet, the oldest first. */
  @Get('/words')
  async waiting(): Promise<object> {
    return { data: await this.words.waiting() };
  }

  /** Shows a gift's public words, or hides them with a reason that its donor is told. */
  @Put('/pledges/:id/words')
  async judge(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Body() { hide = null }: WordsRequest,
  ): Promise<void> {
    await this.words.judge([{ pledgeId: id, hide }], reading.person());
  }
}
