import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDate, type CivilDate } from '#libs/kernel/src/index.js';
import { ChainQueries, HeadsQueries, type PublishedHead } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { Limit, PublicPage } from '../edge/decorators.js';
import { ExportQuery } from './books.requests.js';
import { sendStream } from './stream.answer.js';

const JSON_LINES = 'application/jsonl; charset=utf-8';
const OFTEN = 'public, max-age=0, must-revalidate';
const FOREVER = 'public, max-age=31536000, immutable';
const DAYS = 366;
const EVERY = 100_000;
/** A seal bears the moment at which its making began; a day is over when none of it can still be under way. */
const SEALED_MS = 3_600_000;

/** The books for whoever wants to count again: the whole chain, and the heads to hold against it. */
@ApiTags('books')
@Controller('/api/v1/books')
export class ChainApi {
  constructor(
    private readonly chain: ChainQueries,
    private readonly published: HeadsQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * The whole chain as JSON Lines: the journals of each seal, then the seal; `verify` reads it. After a seal, or one civil
   * day alone, which never changes once it is over.
   */
  @Get('/export')
  @ApiProduces('application/jsonl')
  @Limit({ name: 'export', points: 120, seconds: 600 })
  async export(@Query() wish: ExportQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { afterSeal: after, day } = wish;
    const piece = await this.chain.piece({ after, day: day as CivilDate | undefined });
    const over = day !== undefined && day < civilDate(new Date((await this.clock.now()).getTime() - SEALED_MS));
    const etag = piece ? `"${piece.first}-${piece.last}-${piece.hash.slice(0, 16)}"` : `"${after ?? 0}-none"`;
    const headers = { etag, 'cache-control': over ? FOREVER : OFTEN };
    if (request.headers['if-none-match']?.includes(etag)) return void reply.code(304).headers(headers).send();
    const name = `plai-books${day ? `-${day}` : ''}.jsonl`;
    const file = { 'content-type': JSON_LINES, 'content-disposition': `attachment; filename="${name}"` };
    await sendStream(reply, { ...headers, ...file }, piece ? this.chain.lines(piece) : nothing());
  }

  /** The head of this moment, and the first of each civil day in Chișinău, the newest first: keep them. */
  @Get('/published-heads')
  @PublicPage()
  async heads(): Promise<{ newest: PublishedHead | null; days: PublishedHead[] }> {
    const [newest, days] = await Promise.all([this.published.newest(), this.published.published(DAYS)]);
    return { newest, days };
  }

  /** All of them as text, the oldest first: day, number, head. `verify --heads` reads it. */
  @Get('/published-heads.txt')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/plain')
  async headsText(@Res() reply: FastifyReply): Promise<void> {
    await sendStream(reply, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': OFTEN }, this.headLines());
  }

  private async *headLines(): AsyncGenerator<string> {
    const [newest, days] = await Promise.all([this.published.newest(), this.published.published(EVERY)]);
    for (const { day, n, hash } of [...days.reverse(), ...(newest ? [newest] : [])]) yield `${day} ${n} ${hash}\n`;
  }
}

async function* nothing(): AsyncGenerator<string> {}
