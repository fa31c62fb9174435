import { Controller, Get } from '@nestjs/common';
import { HistoryQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { historyPage } from './reported.view.js';

/** What was done before Plai, with sources. */
@Controller()
export class HistoryPages {
  constructor(private readonly history: HistoryQueries) {}

  @Get('/:lang(^ro|ru|en$)/history')
  @PublicPage()
  async all(@Read() reading: Reading): Promise<Page> {
    return historyPage(reading, await this.history.all());
  }
}
