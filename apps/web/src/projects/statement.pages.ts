import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StatementQueries } from '#libs/books/src/index.js';
import { parseCivilDate } from '#libs/kernel/src/index.js';
import { momentOf } from '../books/books.requests.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import { placeIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from './project.faces.js';
import { statementPage } from './statement.view.js';

const ROWS = 50;

/** The register of one project: every entry of both books, as a page and as a file. */
@Controller()
export class StatementPages {
  constructor(
    private readonly faces: ProjectFaces,
    private readonly statements: StatementQueries,
  ) {}

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug/register')
  @PublicPage()
  async show(@Read() reading: Reading, @Param('place') place: string, @Param('slug') slug: string): Promise<Page> {
    const face = await this.faces.at(place, slug);
    const wanted = reading.query.get('book');
    const book = wanted === 'held' || wanted === 'memo' ? wanted : undefined;
    const after = placeIn(reading.query, 'entries');
    const { id } = face.plan.project;
    const day = parseCivilDate(reading.query.get('at') ?? '');
    const until = momentOf(day ?? undefined);
    const [statement, totals] = await Promise.all([
      this.statements.ofProject(id, { after, limit: ROWS, book, until, newestFirst: true, withoutSources: true }),
      this.statements.totals(id, until),
    ]);
    return statementPage(reading, face, { statement, totals, book, day });
  }

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug/register.csv')
  @Limit({ name: 'csv', points: 30, seconds: 600 })
  async csv(
    @Read() reading: Reading,
    @Param() at: { place: string; slug: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { plan } = await this.faces.at(at.place, at.slug);
    const day = parseCivilDate(reading.query.get('at') ?? '');
    const name = `plai-${plan.project.code}${day ? `-${day}` : ''}.csv`;
    await sendCsv(reply, name, this.statements.csv(plan.project.id, momentOf(day ?? undefined)));
  }
}
