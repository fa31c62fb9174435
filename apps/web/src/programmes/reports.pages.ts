import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { reportCsv, ReportQueries } from '#libs/books/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { type ReportFacts, reportPaper } from './report.paper.js';

type Where = Readonly<Record<'place' | 'slug', string>>;

/** Reports of a project's money as files, for whoever has their address. */
@Controller('/:lang(^ro|ru|en$)/p/:place/:slug')
export class ReportsPages {
  constructor(
    private readonly reports: ReportQueries,
    private readonly faces: ProjectFaces,
  ) {}

  @Get('/report.pdf')
  @Limit({ name: 'report', points: 60, seconds: 600 })
  async paper(@Read() reading: Reading, @Param() where: Where): Promise<Raw> {
    const facts = await this.facts(reading, where);
    return new Raw('application/pdf', await reportPaper(reading, facts), {
      'content-disposition': `attachment; filename="${nameOf(facts)}.pdf"`,
    });
  }

  @Get('/report.csv')
  @Limit({ name: 'report', points: 60, seconds: 600 })
  async csv(@Read() reading: Reading, @Param() where: Where, @Res() reply: FastifyReply): Promise<void> {
    const facts = await this.facts(reading, where);
    await sendCsv(reply, `${nameOf(facts)}.csv`, [reportCsv(facts.report)]);
  }

  private async facts({ query }: Reading, { place: at, slug }: Where): Promise<ReportFacts> {
    const { plan, place } = await this.faces.at(at, slug);
    const named = query.get('head');
    const report = named === null || /^\d{1,9}$/.test(named) ? await this.reports.of(plan, named === null ? null : Number(named)) : null; // prettier-ignore
    if (!report) throw refuse('not-found', 'not-found', 'The books have no such head.');
    return { plan, place, report };
  }
}

function nameOf({ plan, report: { kind, head } }: ReportFacts): string {
  return `plai-${plan.project.code.toLowerCase()}-${kind}-${head.n}`;
}
