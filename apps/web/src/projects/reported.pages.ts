import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { HistoryQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { reportedPage } from './reported.view.js';

/** Projects done elsewhere, as their sources report them. */
@Controller('/:lang(^ro|ru|en$)/reported')
export class ReportedPages {
  constructor(
    private readonly history: HistoryQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get('/:id')
  @PublicPage()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const reported = await this.history.find(id);
    if (!reported) throw refuse('not-found', 'not-found', 'No such report.');
    const places = await Promise.all(reported.placeCodes.map((code) => this.places.byCode(code)));
    return reportedPage(reading, reported, places.filter((place) => place !== null)); // prettier-ignore
  }
}
