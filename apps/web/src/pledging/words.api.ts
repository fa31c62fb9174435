import { Body, Controller, Get, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PublicWordsService, type WordsToRead } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import { type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
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
  async waiting(@Query() { after, limit }: PageQuery): Promise<ListPage<WordsToRead>> {
    const rows = await this.words.waiting({ after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ pledgeId }) => pledgeId, show: (row) => row });
  }

  /** Shows a gift's public words, or hides them with a reason that its donor is told. */
  @Put('/pledges/:id/words')
  async judge(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Body() { hide = null, digest }: WordsRequest,
  ): Promise<void> {
    await this.words.judge([{ pledgeId: id, hide, digest }], reading.person());
  }
}
