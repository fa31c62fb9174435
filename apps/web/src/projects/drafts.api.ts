import { Body, Controller, Get, Headers, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import {
  AccessService,
  CorrectionsService,
  DraftsService,
  gapWords,
  ProjectFileQueries,
  ReviewService,
  SubmissionService,
} from '#libs/projects/src/index.js';
import { Read } from '../edge/decorators.js';
import { EdgeRefusal } from '../edge/refusals.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { projectJson } from './projects.json.js';
import {
  CorrectionRequest,
  CreateProjectRequest,
  ReasonRequest,
  ReviewRequest,
  SectionParams,
  SectionRequest,
} from './projects.requests.js';

/** A project's file: written by the town hall, reviewed by the operator, corrected in public. */
@ApiTags('projects')
@ApiBearerAuth()
@Controller('/api/v1/projects/:id')
export class DraftsApi {
  constructor(
    private readonly drafts: DraftsService,
    private readonly files: ProjectFileQueries,
    private readonly access: AccessService,
    private readonly submission: SubmissionService,
    private readonly review: ReviewService,
    private readonly corrections: CorrectionsService,
  ) {}

  /** Begins a project. */
  @Put()
  async create(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Body() body: CreateProjectRequest,
  ): Promise<object> {
    const { code, slug, state, placeCode } = await this.drafts.create({ ...body, id }, reading.person());
    return { id, code, slug, state, placeCode };
  }

  /** The file as its desk shows it: what was typed, and what is still missing. */
  @Get('/file')
  async file(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<object> {
    const file = (await this.access.isNear(id, reading.person())) ? await this.files.file(id) : null;
    if (!file) throw refuse('not-found', 'not-found', 'No such project.');
    const plan = { ...file.plan, project: projectJson(file.plan.project) };
    return { ...file, plan, gaps: file.gaps.map((gap) => ({ ...gap, detail: gapWords(reading.lang, gap) })) };
  }

  /** Saves one section as it was typed; nothing that cannot be read is lost. Refused when it stands otherwise than the writer saw: `version`, or `If-Match`. */
  @Put('/sections/:section')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The version that the writer saw: `"3"`.' })
  save(
    @Read() reading: Reading,
    @Param() { id, section }: SectionParams,
    @Body() { version, data }: SectionRequest,
    @Headers('if-match') match?: string,
  ): Promise<object> {
    return this.drafts.save(id, section, data, reading.person(), version ?? versionOf(match));
  }

  /** Sends a complete file in. */
  @Post('/submission')
  async submit(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<void> {
    await this.submission.submit(id, reading.person());
  }

  /** Takes a sent file back. */
  @Post('/withdrawal')
  async withdraw(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Body() { reason }: ReasonRequest,
  ): Promise<void> {
    await this.submission.withdraw(id, reason, reading.person());
  }

  /** The operator recommends for publication (a second operator confirms), asks for changes, or rejects. */
  @Post('/review')
  async answer(@Read() reading: Reading, @Param() { id }: ProjectParams, @Body() body: ReviewRequest): Promise<object> {
    const { decision, reason = '', notes, version } = body;
    const by = reading.person();
    if (decision === 'recommend') return { approvalId: await this.review.recommend(id, by, version) };
    await (decision === 'reject'
      ? this.review.reject(id, reason, by, version)
      : this.review.askChanges(id, { reason, notes }, by, version));
    return {};
  }

  /** Corrects a section of a published project; what stood before stays in public. */
  @Put('/corrections/:section')
  async correct(
    @Read() reading: Reading,
    @Param() { id, section }: SectionParams,
    @Body() { data, reason }: CorrectionRequest,
  ): Promise<object> {
    return { changes: await this.corrections.correct(id, section, data, reason, reading.person()) };
  }
}

function versionOf(match = ''): number {
  const [, version] = /^"(\d{1,9})"$/.exec(match) ?? [];
  if (version === undefined) throw new EdgeRefusal(428, 'version-missing', 'Say which version you saw.');
  return Number(version);
}
