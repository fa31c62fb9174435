import { Controller, Get } from '@nestjs/common';
import { civilDate } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { EditionsQueries } from '#libs/programmes/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { programmesPage } from './programmes.view.js';

/** What co-funding programmes ask of a project. */
@Controller('/:lang(^ro|ru|en$)/programmes')
export class ProgrammesPages {
  constructor(
    private readonly editions: EditionsQueries,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PublicPage()
  async list(@Read() reading: Reading): Promise<Page> {
    return programmesPage(reading, await this.editions.published(), civilDate(await this.clock.now()));
  }
}
