import { Body, Controller, Get, Param, Put, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BYTE_ORDER_MARK, csvRow } from '#libs/books/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { type Figures, FiguresQueries, FiguresService, type TownFigure } from '#libs/matching/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { sendCsv } from '../books/stream.answer.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { FiguresEntry } from './figures-entry.service.js';
import { FiguresParams, FiguresRequest } from './matching.requests.js';

/** Public figures of towns, by which it is known whom equity reserves are for. */
@ApiTags('matching')
@Controller('/api/v1')
export class FiguresApi {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly service: FiguresService,
    private readonly entry: FiguresEntry,
  ) {}

  /** Enters figures of towns; a second of the staff signs them, and then nobody changes them. Sent twice, they are one. */
  @Put('/operator/figures/:id')
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  async enter(@Read() reading: Reading, @Param() { id }: FiguresParams, @Body() typed: FiguresRequest): Promise<Answer> {
    const entered = await this.entry.read(id, typed);
    return new Answer({ approvalId: await this.service.enter(entered, reading.person()) }, 201);
  } // prettier-ignore

  /** Figures that two have signed, of every town that has one, the least first. */
  @Get('/figures/:id')
  @PublicPage()
  async show(@Param() { id }: FiguresParams): Promise<Figures & { readonly of: readonly TownFigure[] }> {
    return { ...(await this.mustStand(id)), of: await this.figures.towns(id) };
  }

  /** The same as CSV: UTF-8 with a byte order mark. Columns: `place`, its code; `lei`, for each inhabitant. */
  @Get('/figures/:id/towns.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async csv(@Param() { id }: FiguresParams, @Res() reply: FastifyReply): Promise<void> {
    await this.mustStand(id);
    await sendCsv(reply, `plai-figures-${id.slice(0, 8)}.csv`, this.pieces(id));
  }

  private async *pieces(id: Figures['id']): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvRow(['place', 'lei']);
    for (const { placeCode, lei } of await this.figures.towns(id)) yield csvRow([placeCode, String(lei)]);
  }

  private async mustStand(id: Figures['id']): Promise<Figures> {
    const figures = await this.figures.find(id);
    if (figures?.state !== 'standing') throw refuse('not-found', 'not-found', 'No such figures.');
    return figures;
  }
}
