import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CallFaces } from './call-faces.service.js';
import { callPage } from './call.view.js';
import { sponsorsPage } from './sponsors.view.js';

/** Sponsors' calls for everybody: who adds at all, and each for itself. */
@Controller('/:lang(^ro|ru|en$)/calls')
export class CallPages {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly faces: CallFaces,
  ) {}

  @Get()
  @PublicPage()
  async list(@Read() reading: Reading): Promise<Page> {
    return sponsorsPage(reading, await this.faces.all(reading, await this.calls.opened()));
  }

  @Get('/:ref')
  @PublicPage()
  async show(@Read() reading: Reading, @Param('ref') ref: string): Promise<Page> {
    const call = await this.calls.byRef(ref);
    if (!call) throw refuse('not-found', 'not-found', 'No such call.');
    const view = await this.faces.of(reading, call);
    return callPage(reading, { ...view, advice: await this.faces.advice(reading, view) });
  }
}
