import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock, hasWords, isLang } from '#libs/platform/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page, Raw, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { problemTypePage } from '../layout/problem.view.js';
import { Readiness } from '../ops/readiness.js';
import { paragraphsPage, sectionsPage, statusPage } from './about.view.js';

/** Pages that explain: the way of the money, votes, fees, who answers. */
@Controller()
export class AboutPages {
  constructor(
    private readonly clock: Clock,
    private readonly readiness: Readiness,
  ) {}

  @Get('/:lang(^ro|ru|en$)/how')
  @PublicPage()
  how(@Read() reading: Reading): Page {
    return paragraphsPage(reading, 'how', 'how');
  }

  @Get('/:lang(^ro|ru|en$)/voting-rules')
  @PublicPage()
  voting(@Read() reading: Reading): Page {
    return paragraphsPage(reading, 'voting');
  }

  @Get('/:lang(^ro|ru|en$)/fees')
  @PublicPage()
  fees(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'fees');
  }

  @Get('/:lang(^ro|ru|en$)/privacy')
  @PublicPage()
  privacy(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'privacy');
  }

  @Get('/:lang(^ro|ru|en$)/terms')
  @PublicPage()
  terms(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'terms');
  }

  @Get('/:lang(^ro|ru|en$)/about')
  @PublicPage()
  about(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'about');
  }

  @Get('/:lang(^ro|ru|en$)/accessibility')
  @PublicPage()
  accessibility(@Read() reading: Reading): Page {
    return sectionsPage(reading, 'accessibility');
  }

  @Get('/robots.txt')
  robots(): Raw {
    return new Raw('text/plain; charset=utf-8', 'User-agent: *\nDisallow: /api/\nDisallow: /files/\n', {
      'cache-control': 'public, max-age=86400',
    });
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
