import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  NarrativeQueries,
  type NarrativeReport,
  type ProjectReport,
  reportCsv,
  ReportQueries,
} from '#libs/books/src/index.js';
import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { AccessService, type ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { HeadQuery } from './reports.requests.js';

/** Reports of a project for its programme: on its money, and on what was done. */
@ApiTags('co-funding')
@Controller('/api/v1/projects/:id')
export class ReportsApi {
  constructor(
    private readonly reports: ReportQueries,
    private readonly narratives: NarrativeQueries,
    private readonly projects: ProjectsQueries,
    private readonly access: AccessService,
  ) {}

  /**
   * The money of a project as the books told it up to a head: sources with their acts, what people gave, payments, invoices,
   * what is left; final once the project has ended. The same head gives the same.
   */
  @Get('/report')
  @PublicPage()
  async report(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { head }: HeadQuery,
  ): Promise<ProjectReport> {
    return (await this.found(reading, id, head)).report;
  }

  /**
   * The same as CSV, a row for each figure: UTF-8 with a byte order mark. Columns: `part`, of what: head, whole, people,
   * country, added by sponsors and the town's fund, in-kind, source, act, payment, invoice, left, end, account; `name`, who or
   * where, of the head its hash; `line`, of the estimate; `state`, how far; `paper`, `number`, `date`, the document behind it;
   * `act_number`, `act_date`, the act that proves an invoice; `count`, how many people; `lei_minor`, `lei`, the sum in bani and
   * as a decimal; `people_minor`, `people`, of it people's money.
   */
  @Get('/report.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async csv(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { head }: HeadQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { report, name } = await this.found(reading, id, head);
    await sendCsv(reply, name, [reportCsv(report)]);
  }

  /**
   * What was done in a project, as it was published up to a head once its campaign had opened: the plan's words, its stages
   * with their delays, inspections, votes of its associations, how many gave, its news. The same head gives the same, but for
   * news that the operator hides later.
   */
  @Get('/narrative-report')
  @PublicPage()
  async narrative(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { head }: HeadQuery,
  ): Promise<NarrativeReport> {
    const { plan } = await this.planOf(reading, id);
    const report = plan && (await this.narratives.of(plan, head));
    if (!report) throw refuse('not-found', 'not-found', 'The books have no such head since its campaign opened.');
    return report;
  }

  private async found(reading: Reading, id: ProjectId, head: number | undefined): Promise<{ report: ProjectReport; name: string }> {
    const { code, plan } = await this.planOf(reading, id);
    const report = plan && (await this.reports.of(plan, head));
    if (!report) throw refuse('not-found', 'not-found', 'The books have no such head yet.');
    return { report, name: `plai-${code.toLowerCase()}-${report.head.n}.csv` };
  } // prettier-ignore

  private async planOf({ viewer }: Reading, id: ProjectId): Promise<{ code: string; plan: ProjectPlan | null }> {
    const { code } = await this.access.mustRead(id, viewer?.personId ?? null);
    return { code, plan: await this.projects.plan(id) };
  }
}
