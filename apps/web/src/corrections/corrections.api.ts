import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  type JournalCorrection,
  type CorrectionId,
  CorrectionsQueries,
  CorrectionsService,
} from '#libs/corrections/src/index.js';
import { type Id, refuse } from '#libs/kernel/src/index.js';
import { type AccountEntry, JournalsQueries } from '#libs/ledger/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, listById, type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { CorrectionParams, JournalCorrectionRequest, EntriesQuery, JournalParams } from './corrections.requests.js';
import { Journals } from './journals.service.js';

/** Single journals and accounts, and the correction of what a person booked by mistake. */
@ApiTags('operator')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1/operator')
export class CorrectionsApi {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly queries: CorrectionsQueries,
    private readonly journals: JournalsQueries,
    private readonly seen: Journals,
  ) {}

  /** Every correction, whatever became of it, the newest first. */
  @Get('/corrections')
  async list(@Query() { after, limit }: PageQuery): Promise<ListPage<JournalCorrection>> {
    return listById(await this.queries.list({ after, limit: limit + 1 }), limit);
  }

  /** One of them. */
  @Get('/corrections/:id')
  async one(@Param() { id }: CorrectionParams): Promise<JournalCorrection> {
    const found = await this.queries.find(id);
    if (!found) throw refuse('not-found', 'not-found', 'No such correction.');
    return found;
  }

  /**
   * Asks to take a journal back that a person booked by mistake; a second operator confirms, within fourteen days. The reason
   * is for everybody to read. What has a way back of its own is refused as `correction-other-way`, which says it. Needs an
   * `Idempotency-Key`.
   */
  @Post('/corrections')
  async ask(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Body() { journal, reason }: JournalCorrectionRequest,
  ): Promise<Answer> {
    const id = approvalId as CorrectionId;
    await this.corrections.ask({ id, journalId: journal, reason }, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /** Takes one's own question back. */
  @Post('/corrections/:id/withdrawal')
  @HttpCode(204)
  async withdraw(@Read() reading: Reading, @Param() { id }: CorrectionParams): Promise<void> {
    await this.corrections.withdraw(id, reading.person());
  }

  /** One journal with its movements; `correctable`, or in `way` how else a mistake in it is set right. */
  @Get('/journals/:journal')
  async journal(@Read() reading: Reading, @Param() { journal }: JournalParams): Promise<object> {
    const { way, asked, journal: found } = await this.seen.mustFind(journal);
    const correctable = way === null && !found.reversedBy;
    const instead = way && reading.say('error.correction-other-way', { way });
    return { ...found, correctable, way: instead, corrections: asked };
  }

  /** Every entry on one account, the newest first. */
  @Get('/entries')
  async entries(@Query() { account, after, limit }: EntriesQuery): Promise<ListPage<AccountEntry>> {
    const rows = await this.journals.ofAccount(account, { before: after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ cursor }) => cursor, show: (row) => row });
  }
}
