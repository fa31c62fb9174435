import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type NeutralPeriod, NeutralPeriodsService, VoiceQueries } from '#libs/voice/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { HidingRequest, JudgedParams, PeriodParams, PeriodRequest } from './neutral.requests.js';

/** Election periods, in which news keep to the work. */
@ApiTags('updates')
@Controller('/api/v1')
export class NeutralApi {
  constructor(
    private readonly periods: NeutralPeriodsService,
    private readonly voice: VoiceQueries,
  ) {}

  /** Election periods, the latest first: in them news show no portraits, no ceremonies and no party's colours. */
  @Get('/neutral-periods')
  @PublicPage()
  async list(@Query() { after, limit }: PageQuery): Promise<ListPage<NeutralPeriod>> {
    return listById(await this.voice.periods({ after, limit: limit + 1 }), limit);
  }

  /** Announces an election period. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Put('/neutral-periods/:id')
  @HttpCode(204)
  async announce(
    @Read() reading: Reading,
    @Param() { id }: PeriodParams,
    @Body() period: PeriodRequest,
  ): Promise<void> {
    await this.periods.announce({ placeCode: null, ...period, id }, reading.person());
  }

  /** Ends an election period before its last day; it stays in the list. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Delete('/neutral-periods/:id')
  @HttpCode(204)
  async end(@Read() reading: Reading, @Param() { id }: PeriodParams): Promise<void> {
    await this.periods.end(id, reading.person());
  }

  /** Hides news, or shows them again; the reason is public. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Put('/updates/:id/hiding')
  @HttpCode(204)
  async hide(@Read() reading: Reading, @Param() { id }: JudgedParams, @Body() body: HidingRequest): Promise<void> {
    await this.periods.hide(id, body, reading.person());
  }
}
