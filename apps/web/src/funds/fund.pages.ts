import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StatementQueries } from '#libs/books/src/index.js';
import { FundsQueries, NeedsQueries } from '#libs/funds/src/index.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import { placeIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { FundFaces } from './fund-faces.js';
import { fundPage } from './fund.view.js';

const ROWS = 50;
const GIFTS = 10;

/** A town's fund for everybody: what came, from how many, where it went, every entry. */
@Controller('/:lang(^ro|ru|en$)/t/:place/fund')
export class FundPages {
  constructor(
    private readonly faces: FundFaces,
    private readonly statements: StatementQueries,
    private readonly needs: NeedsQueries,
    private readonly funds: FundsQueries,
  ) {}

  @Get()
  @PublicPage()
  async show(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    const face = await this.faces.at(slug);
    const after = placeIn(reading.query, 'entries');
    const { code } = face.place;
    const [needs, gifts, statement] = await Promise.all([
      this.needs.list({ placeCode: code, states: ['waiting', 'used'], limit: ROWS }),
      this.funds.recent(code, { limit: GIFTS }),
      this.statements.ofTown(code, { after, limit: ROWS, newestFirst: true }),
    ]);
    return fundPage(reading, face, { needs, gifts, statement });
  }

  @Get('/register.csv')
  @Limit({ name: 'csv', points: 30, seconds: 600 })
  async csv(@Param('place') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const { place } = await this.faces.at(slug);
    await sendCsv(reply, `plai-${place.slug}.csv`, this.statements.csvOfTown(place.code));
  }
}
