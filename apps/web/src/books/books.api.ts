import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type PlatformBooks, PlatformBooksQueries, StatementQueries, type StatementTotals, type Waterfall, WaterfallQueries } from '#libs/books/src/index.js'; // prettier-ignore
import { LedgerQueries, type SealHead, SealService, type TrialRow } from '#libs/ledger/src/index.js';
import { AccessService } from '#libs/projects/src/index.js';
import { TrailQueries } from '#libs/platform/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { ListPage, listPage } from '../edge/page.js';
import { NumberedPageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { AsOfQuery, momentOf, StatementQuery, TrialQuery } from './books.requests.js';
import { sendCsv } from './stream.answer.js';

/** The public books: of the platform as a whole, and of each project to the last entry. */
@ApiTags('books')
@Controller('/api/v1')
export class BooksApi {
  constructor(
    private readonly books: PlatformBooksQueries,
    private readonly statements: StatementQueries,
    private readonly waterfalls: WaterfallQueries,
    private readonly ledger: LedgerQueries,
    private readonly seals: SealService,
    private readonly trail: TrailQueries,
    private readonly access: AccessService,
  ) {}

  /** What the operator holds, where it lies, and to whom it is owed. */
  @Get('/books')
  @PublicPage()
  now(): Promise<PlatformBooks> {
    return this.books.now();
  }

  /** The same as CSV. */
  @Get('/books.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async csv(@Res() reply: FastifyReply): Promise<void> {
    await sendCsv(reply, 'plai-books.csv', this.books.csv());
  }

  /** Every account with its balance, now or at a moment, by code; of all of them debits equal credits per book and currency. */
  @Get('/books/trial-balance')
  @PublicPage()
  async trialBalance(@Query() { at, after, limit }: TrialQuery): Promise<ListPage<TrialRow>> {
    const rows = await this.ledger.trialBalance(momentOf(at), { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ code }) => code, show: (row) => row });
  }

  /** The links of the books' chain, the newest first: keep them, and nobody can rewrite what was. */
  @Get('/books/heads')
  @PublicPage()
  async heads(@Query() { after, limit }: NumberedPageQuery): Promise<ListPage<SealHead>> {
    const rows = await this.seals.heads(limit + 1, after);
    return listPage(rows, limit, { keyOf: ({ n }) => `${n}`, show: (row) => row });
  }

  /** The head of the audit trail's chain: keep it, and nobody can rewrite who did what. Null while nothing is sealed. */
  @Get('/books/trail-head')
  @PublicPage()
  async trailHead(): Promise<object> {
    return { head: await this.trail.head() };
  }

  /** Where every leu of a project stands: the six states, source by source. */
  @Get('/projects/:id/waterfall')
  @PublicPage()
  async waterfall(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<Waterfall> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    return this.waterfalls.of(id);
  }

  /** Every entry of a project with its running balance and its paper, in the order of the books; now or as of a moment. */
  @Get('/projects/:id/statement')
  @PublicPage()
  async statement(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { at, ...query }: StatementQuery,
  ): Promise<ListPage<object>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const { lines, next } = await this.statements.ofProject(id, { ...query, until: momentOf(at) });
    return new ListPage(lines, next);
  }

  /** What stands on each account of a project, now or at a moment. */
  @Get('/projects/:id/statement/totals')
  @PublicPage()
  async totals(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { at }: AsOfQuery,
  ): Promise<StatementTotals> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    return this.statements.totals(id, momentOf(at));
  }

  /**
   * The whole statement as CSV, now or as of a moment, in the order of the books: UTF-8 with a byte order mark. Columns: `at`,
   * moment of the journal (ISO 8601); `journal`, its number, the same on all its rows; `book`, held or memo; `account`; `kind`,
   * what happened; `status`, posted, pending (set aside) or void (freed again); `currency`; `in_minor`, `in`, what came onto the
   * account, in minor units and as a decimal; `out_minor`, `out`, what left it; `balance_minor`, `balance`, what stands there
   * after the row; `giver`, as public as he wished; `people`, how many they are when one paid for several; `paper`,
   * `paper_number`, `paper_date`, the document behind it; `tranche`, its number; `about`, the line of the estimate; `reason`, a
   * code, or why it was corrected in the words of whoever asked; `seal`, number of the seal of the chain, empty until there is
   * one.
   */
  @Get('/projects/:id/statement.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async statementCsv(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { at }: AsOfQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { code } = await this.access.mustRead(id, reading.viewer?.personId ?? null);
    await sendCsv(reply, `plai-${code}.csv`, this.statements.csv(id, momentOf(at)));
  }
}
