import { Controller, Get, Param } from '@nestjs/common';
import { PlatformBooksQueries } from '#libs/books/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { Clock, Config, hasWords, isLang } from '#libs/platform/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { problemTypePage } from '../layout/problem.view.js';
import { Readiness } from '../ops/readiness.js';
import { feesPage, sectionsPage, statusPage } from './about.view.js';
import { FeesQueries } from './fees.queries.js';
import { howPage } from './how.view.js';
import { howWeVotePage } from './how-we-vote.view.js';
import { whoPaysPage } from './who-pays.view.js';

/** Pages that explain: the way of the money, votes, fees, who answers. */
@Controller()
export class AboutPages {
  /** Letters come from it, and answers to them go there. */
  readonly contact: string;
  readonly operator: string | undefined;
  readonly successor: string | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly readiness: Readiness,
    private readonly feeRows: FeesQueries,
    private readonly books: PlatformBooksQueries,
    private readonly heads: HeadsQueries,
    config: Config,
  ) {
    this.contact = /<(.+)>$/.exec(config.mailFrom)?.[1] ?? config.mailFrom;
    this.operator = config.operator;
    this.successor = config.successor;
  }

  @Get('/:lang(^ro|ru|en$)/how')
  @PublicPage()
  async how(@Read() reading: Reading): Promise<Page> {
    const [rows, books, head] = await Promise.all([this.feeRows.rows(), this.books.now(), this.heads.newest()]);
    return howPage(reading, { example: rows[0] ?? null, books, head });
  }

  @Get('/:lang(^ro|ru|en$)/voting-rules')
  @PublicPage()
  voting(@Read() reading: Reading): Page {
    return howWeVotePage(reading);
  }

  @Get('/:lang(^ro|ru|en$)/who-pays')
  @PublicPage()
  whoPays(@Read() reading: Reading): Page {
    return whoPaysPage(reading);
  }

  @Get('/:lang(^ro|ru|en$)/fees')
  @PublicPage()
  async fees(@Read() reading: Reading): Promise<Page> {
    return feesPage(reading, await this.feeRows.rows(), this.contact);
  }

  @Get('/:lang(^ro|ru|en$)/privacy')
  @PublicPage()
  privacy(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'privacy', this);
  }

  @Get('/:lang(^ro|ru|en$)/terms')
  @PublicPage()
  terms(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'terms', this);
  }

  @Get('/:lang(^ro|ru|en$)/about')
  @PublicPage()
  about(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'about', this);
  }

  @Get('/:lang(^ro|ru|en$)/accessibility')
  @PublicPage()
  accessibility(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'accessibility', this);
  }

  @Get('/:lang(^ro|ru|en$)/status')
  @PublicPage()
  async status(@Read() reading: Reading): Promise<Page> {
    const [checks, now] = await Promise.all([this.readiness.check(), this.clock.now()]);
    return statusPage(reading, checks, now);
  }

  /** Where the `type` of an API's problem leads. */
  @Get('/problems/:code')
  problem(@Read() reading: Reading, @Param('code') code: string): Redirect {
    return new Redirect(reading.href(`/problems/${encodeURIComponent(code)}`), 302);
  }

  @Get('/:lang/problems/:code')
  @PublicPage()
  problemIn(@Read() reading: Reading, @Param('lang') lang: string, @Param('code') code: string): Page {
    const known =
      /^[a-z0-9-]{1,60}$/.test(code) && [code, code.replaceAll('-', '_')].some((each) => hasWords(`error.${each}`));
    if (!isLang(lang) || !known) throw refuse('not-found', 'not-found', 'No such problem.');
    return problemTypePage(reading, code);
  }
}
