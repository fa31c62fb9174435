import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CallFaces } from './call-faces.service.js';
import { callPage } from './call.view.js';

/** A sponsor's call for everybody. */
@Controller('/:lang(^ro|ru|en$)/calls/:ref')
export class CallPages {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly faces: CallFaces,
  ) {}

  @Get()
  @PublicPage()
  async show(@Read() reading: Reading, @Param('ref') ref: string): Promise<Page> {
    const call = await this.calls.byRef(ref);
    if (!call) throw refuse('not-found', 'not-found', 'No such call.');
    const [view, advised] = await Promise.all([this.faces.of(reading, call), this.faces.advised(reading, call)]);
    return callPage(reading, { ...view, advised });
  }
}
