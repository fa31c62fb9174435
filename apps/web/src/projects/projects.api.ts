import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LineGiftsQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { AccessService, ObjectionsService, ProjectsQueries, RecordQueries } from '#libs/projects/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { listById, listPage, type ListPage } from '../edge/page.js';
import { NumberedPageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { giftJson, projectJson } from './projects.json.js';
import { AnswerRequest, GiftsQuery, ObjectionParams, ObjectionRequest, ProjectsQuery } from './projects.requests.js';

/** Published projects, for everybody. */
@ApiTags('projects')
@Controller('/api/v1/projects')
export class ProjectsApi {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly access: AccessService,
    private readonly record: RecordQueries,
    private readonly pledges: PledgesQueries,
    private readonly objections: ObjectionsService,
    private readonly lines: LineGiftsQueries,
  ) {}

  /** Published projects, the newest first. */
  @Get()
  @PublicPage()
  async list(@Query() { after, limit, ...filters }: ProjectsQuery): Promise<ListPage<object>> {
    const rows = await this.projects.list(filters, (after as ProjectId) ?? null, limit + 1);
    return listById(rows, limit);
  }

  /** The whole plan of a project and what people have given and promised, apart; `lineGifts`: lines of which anybody may give units. */
  @Get('/:id')
  @PublicPage()
  async find(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<object> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const [plan, totals, countries, lineGifts] = await Promise.all([
      this.projects.plan(id),
      this.pledges.totals([id]),
      this.pledges.countries(id),
      this.lines.of(id),
    ]);
    if (!plan) throw refuse('not-found', 'not-found', 'No such project.');
    const documents = plan.documents.filter((one) => one.public);
    return { ...plan, documents, project: projectJson(plan.project), totals: totals[0], countries, lineGifts };
  }

  /** Gifts as their donors want them seen, the newest first. */
  @Get('/:id/gifts')
  @PublicPage()
  async gifts(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: GiftsQuery,
  ): Promise<ListPage<object>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.pledges.recent(id, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ key }) => key, show: giftJson });
  }

  /** Every change of the published plan. */
  @Get('/:id/corrections')
  @PublicPage()
  async corrections(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: NumberedPageQuery,
  ): Promise<ListPage<object>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.record.corrections(id, { before: after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Objects to a project of a town without an association, while the public is asked. */
  @ApiBearerAuth()
  @Put('/:id/objections/:objectionId')
  @Limit({ name: 'object', points: 10, seconds: 600 })
  async object(
    @Read() reading: Reading,
    @Param() { id: projectId, objectionId: id }: ObjectionParams,
    @Body() body: ObjectionRequest,
  ): Promise<void> {
    await this.objections.object({ ...body, id, projectId }, reading.person());
  }

  /** The town hall answers an objection, in public. */
  @ApiBearerAuth()
  @Post('/:id/objections/:objectionId/answer')
  async answer(
    @Read() reading: Reading,
    @Param() { id, objectionId }: ObjectionParams,
    @Body() { text }: AnswerRequest,
  ): Promise<void> {
    await this.objections.answer(id, objectionId, text, reading.person());
  }
}
