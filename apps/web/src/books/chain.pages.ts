import fs from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page, Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { headsFeed } from './heads.feed.js';
import { headsPage, recountPage } from './chain.view.js';

const DAYS = 60;
/** The program that recounts the books, as it is handed out. */
const VERIFIER = fs.readFileSync(fromRoot('libs/ledger/data/verify.mjs'), 'utf8');

/** How anybody recounts the books, and what he holds them against. */
@Controller()
export class ChainPages {
  constructor(private readonly heads: HeadsQueries) {}

  @Get('/:lang(^ro|ru|en$)/books/recount')
  @PublicPage()
  async recount(@Read() reading: Reading): Promise<Page> {
    return recountPage(reading, { verifier: VERIFIER, head: await this.heads.newest() });
  }

  @Get('/:lang(^ro|ru|en$)/books/heads')
  @PublicPage()
  async published(@Read() reading: Reading): Promise<Page> {
    const [newest, days] = await Promise.all([this.heads.newest(), this.heads.published(DAYS)]);
    return headsPage(reading, { newest, days });
  }

  /** The head of each day as a feed: a reader keeps what we can no longer take back. */
  @Get('/:lang(^ro|ru|en$)/books/heads.atom')
  @PublicPage()
  async feed(@Read() reading: Reading): Promise<Raw> {
    return headsFeed(reading, await this.heads.published(DAYS));
  }

  /** The program itself, to keep and to run. */
  @Get('/verify.mjs')
  @PublicPage()
  program(): Raw {
    return new Raw('text/javascript; charset=utf-8', VERIFIER, {
      'content-disposition': 'attachment; filename="verify.mjs"',
    });
  }
}
