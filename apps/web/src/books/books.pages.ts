import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type ProjectId } from '#libs/kernel/src/index.js';
import { PlatformBooksQueries, WaterfallQueries } from '#libs/books/src/index.js';
import { LedgerQueries, SealService } from '#libs/ledger/src/index.js';
import { Clock, TrailQueries } from '#libs/platform/src/index.js';
import { type ProjectCard, ProjectsQueries } from '#libs/projects/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { listById, type Page } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { booksPage, type ProjectMoney } from './books.view.js';
import { sendCsv } from './stream.answer.js';
import { trialBalancePage } from './trial-balance.view.js';

const SHOWN = 10;
const HEADS = 5;

/** The books of the whole platform, for everybody. */
@Controller()
export class BooksPages {
  constructor(
    private readonly books: PlatformBooksQueries,
    private readonly waterfalls: WaterfallQueries,
    private readonly ledger: LedgerQueries,
    private readonly seals: SealService,
    private readonly trail: TrailQueries,
    private readonly projects: ProjectsQueries,
    private readonly clock: Clock,
  ) {}

  @Get('/:lang(^ro|ru|en$)/books')
  @PublicPage()
  async show(@Read() reading: Reading): Promise<Page> {
    const [books, found, heads, trail] = await Promise.all([
      this.books.now(),
      this.projects.list({}, (idIn(reading.query) ?? null) as ProjectId | null, SHOWN + 1),
      this.seals.heads(HEADS),
      this.trail.head(),
    ]);
    const { items, next } = listById(found, SHOWN);
    const projects = await Promise.all(items.map((card) => this.moneyOf(card)));
    return booksPage(reading, { books, heads, trail, projects, next });
  }

  @Get('/:lang(^ro|ru|en$)/books/trial-balance')
  @PublicPage()
  async trialBalance(@Read() reading: Reading): Promise<Page> {
    return trialBalancePage(reading, await this.ledger.trialBalance(), await this.clock.now());
  }

  @Get('/:lang(^ro|ru|en$)/books/platform.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  async platformCsv(@Res() reply: FastifyReply): Promise<void> {
    await sendCsv(reply, 'plai-books.csv', this.books.csv());
  }

  private async moneyOf(card: ProjectCard): Promise<ProjectMoney> {
    return { card, waterfall: await this.waterfalls.of(card.id) };
  }
}
