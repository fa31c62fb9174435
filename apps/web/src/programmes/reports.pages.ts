import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NarrativeQueries, type ProjectReport, reportCsv, ReportQueries } from '#libs/books/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { type NarrativeFacts, narrativePaper } from './narrative.paper.js';
import { type ReportFacts, reportPaper } from './report.paper.js';

type Where = Readonly<Record<'place' | 'slug', string>>;
type Facts<Report> = Omit<ReportFacts, 'report'> & { readonly report: Report };

/** Reports of a project, on its money and on what was done, as files, for whoever has their address. */
@Controller('/:lang(^ro|ru|en$)/p/:place/:slug')
export class ReportsPages {
  constructor(
    private readonly reports: ReportQueries,
    private readonly narratives: NarrativeQueries,
    private readonly faces: ProjectFaces,
  ) {}

  @Get('/report.pdf')
  @Limit({ name: 'report', points: 60, seconds: 600 })
  async paper(@Read() reading: Reading, @Param() where: Where): Promise<Raw> {
    const facts: ReportFacts = await this.facts(reading, where, (plan, head) => this.reports.of(plan, head));
    return pdfOf(nameOf(facts), await reportPaper(reading, facts));
  }

  @Get('/report.csv')
  @Limit({ name: 'report', points: 60, seconds: 600 })
  async csv(@Read() reading: Reading, @Param() where: Where, @Res() reply: FastifyReply): Promise<void> {
    const facts = await this.facts(reading, where, (plan, head) => this.reports.of(plan, head));
    await sendCsv(reply, `${nameOf(facts)}.csv`, [reportCsv(facts.report)]);
  }

  /** What was done, as it was published up to the same head. */
  @Get('/narrative.pdf')
  @Limit({ name: 'report', points: 60, seconds: 600 })
  async narrative(@Read() reading: Reading, @Param() where: Where): Promise<Raw> {
    const facts: NarrativeFacts = await this.facts(reading, where, (plan, head) => this.narratives.of(plan, head));
    return pdfOf(`${nameOf(facts)}-narrative`, await narrativePaper(reading, facts));
  }

  /** Throws `not-found` also where there is no report up to the head that is named. */
  private async facts<Report>(
    { query }: Reading,
    { place: at, slug }: Where,
    of: (plan: ProjectPlan, head: number | null) => Promise<Report | null>,
  ): Promise<Facts<Report>> {
    const { plan, place } = await this.faces.at(at, slug);
    const named = query.get('head');
    const report = named === null || /^\d{1,9}$/.test(named) ? await of(plan, named === null ? null : Number(named)) : null; // prettier-ignore
    if (!report) throw refuse('not-found', 'not-found', 'There is no report up to this head.');
    return { plan, place, report };
  }
}

function nameOf({ plan, report: { kind, head } }: Facts<Pick<ProjectReport, 'kind' | 'head'>>): string {
  return `plai-${plan.project.code.toLowerCase()}-${kind}-${head.n}`;
}

function pdfOf(name: string, bytes: Buffer): Raw {
  return new Raw('application/pdf', bytes, { 'content-disposition': `attachment; filename="${name}.pdf"` });
}
