import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CorrectionsQueries, type MadeCorrection } from '#libs/corrections/src/index.js';
import { PublicPage } from '../edge/decorators.js';
import { listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';

/** Mistakes that were taken back, for everybody. */
@ApiTags('books')
@Controller('/api/v1/books')
export class MadeCorrectionsApi {
  constructor(private readonly corrections: CorrectionsQueries) {}

  /**
   * What was booked by mistake and taken back by two, the newest first: the numbers of both journals, their seals, and the
   * reason; the SHA-256 of its words is in the export, as `ref.words` of the reversal.
   */
  @Get('/corrections')
  @PublicPage()
  async made(@Query() { after, limit }: PageQuery): Promise<ListPage<MadeCorrection>> {
    return listById(await this.corrections.made({ after, limit: limit + 1 }), limit);
  }
}
