import { Body, Controller, Get, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PublicWordsService, type WordsToRead } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import { type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { WordsParams, WordsRequest } from './words.requests.js';

/** Names and dedications of gifts to projects and to towns' funds, as the operator reads them. */
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
    return listPage(rows, limit, { keyOf: ({ id }) => id, show: (row) => row });
  }

  /** Shows the public words of a gift, or of a monthly one; or hides them with a reason that its donor is told. */
  @Put('/words/:id')
  async judge(
    @Read() reading: Reading,
    @Param() { id }: WordsParams,
    @Body() { hide = null, digest }: WordsRequest,
  ): Promise<void> {
    await this.words.judge([{ id, hide, digest }], reading.person());
  }
}
