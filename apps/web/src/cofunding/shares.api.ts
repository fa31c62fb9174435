import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  CofundingQueries,
  type InKindLine,
  type RecordShare,
  type ShareLine,
  SharesService,
  type SourceShares,
} from '#libs/cofunding/src/index.js';
import { AccessService } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { InKindRequest, ShareParams, ShareRequest } from './shares.requests.js';

/** What co-funders promised, authorised and paid: shown with its paper, never held. */
@ApiTags('co-funding')
@Controller('/api/v1/projects/:id')
export class SharesApi {
  constructor(
    private readonly shares: SharesService,
    private readonly queries: CofundingQueries,
    private readonly access: AccessService,
  ) {}

  /** Every source of the plan with what is promised, authorised and paid of it. */
  @Get('/shares')
  @PublicPage()
  async list(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<{ data: SourceShares[] }> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    return { data: await this.queries.of(id) };
  }

  /** Every step of a share with its paper, the oldest first. */
  @Get('/share-steps')
  @PublicPage()
  async steps(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<ShareLine>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.queries.steps(id, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Help in work or materials with its acts, the oldest first. */
  @Get('/in-kind')
  @PublicPage()
  async help(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<InKindLine>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.queries.inKind(id, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Records that so much of a source is promised, authorised or paid. */
  @ApiBearerAuth()
  @Put('/shares/:shareId')
  async record(@Read() reading: Reading, @Param() params: ShareParams, @Body() body: ShareRequest): Promise<void> {
    await this.shares.record(commandOf(params, body), reading.person());
  }

  /** Records that so much of a share has fallen. */
  @ApiBearerAuth()
  @Delete('/shares/:shareId')
  async reverse(@Read() reading: Reading, @Param() params: ShareParams, @Body() body: ShareRequest): Promise<void> {
    await this.shares.reverse(commandOf(params, body), reading.person());
  }

  /** Records help in work or materials with the act that values it; it is in no total of money. */
  @ApiBearerAuth()
  @Put('/in-kind/:shareId')
  async inKind(
    @Read() reading: Reading,
    @Param() { id: projectId, shareId }: ShareParams,
    @Body() { what, amount, act }: InKindRequest,
  ): Promise<void> {
    const command = { id: shareId, projectId, what, amount: moneyOf(amount), act: { ...act, file: act.file ?? null } };
    await this.shares.recordInKind(command, reading.person());
  }
}

function commandOf(
  { id: projectId, shareId }: ShareParams,
  { sourceId, stage, amount, act }: ShareRequest,
): RecordShare {
  return { id: shareId, projectId, sourceId, stage, amount: moneyOf(amount), act: { ...act, file: act.file ?? null } };
}
