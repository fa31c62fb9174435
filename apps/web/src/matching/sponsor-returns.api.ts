import { Body, Controller, Get, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { StatementQueries } from '#libs/books/src/index.js';
import { type ApprovalId, type Id, refuse } from '#libs/kernel/src/index.js';
import {
  MatchingQueries,
  type SponsorReturn,
  SponsorReturnsQueries,
  SponsorReturnsService,
  type Unspent,
} from '#libs/matching/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { sendCsv } from '../books/stream.answer.js';
import { CommandId, Limit, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CallParams, SponsorReturnRequest } from './matching.requests.js';

/** What goes back to sponsors, and the statement that each of them can read. */
@ApiTags('matching')
@Controller('/api/v1')
export class SponsorReturnsApi {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly returns: SponsorReturnsQueries,
    private readonly service: SponsorReturnsService,
    private readonly statements: StatementQueries,
  ) {}

  /**
   * What of a sponsor's call went back to him, with the orders that came to nothing, the newest first; `unspent` is what may go
   * back next, of a call that is closed.
   */
  @Get('/operator/calls/:id/returns')
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  async all(@Param() { id }: CallParams): Promise<{ data: readonly SponsorReturn[]; unspent: Unspent | null }> {
    await this.mustFind(id);
    return { data: await this.returns.of(id), unspent: await this.returns.next(id) };
  }

  /**
   * Asks to send what a closed call did not use back to its sponsor, payment by payment, the last first; a second of the staff
   * confirms. Needs an `Idempotency-Key`.
   */
  @Post('/operator/calls/:id/returns')
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  async ask(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id: callId }: CallParams,
    @Body() to: SponsorReturnRequest,
  ): Promise<Answer> {
    await this.service.ask({ ...to, callId, approvalId: approvalId as ApprovalId }, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /**
   * Every movement of a sponsor's money with its running balance, as CSV: what was paid in, what each gift drew and gave back,
   * to which project (`about`), and what went back to the sponsor.
   */
  @Get('/calls/:id/statement.csv')
  @ApiProduces('text/csv')
  @Limit({ name: 'csv', points: 30, seconds: 600 })
  async statement(@Param() { id }: CallParams, @Res() reply: FastifyReply): Promise<void> {
    const { ref } = await this.mustFind(id);
    await sendCsv(reply, `plai-${ref.toLowerCase()}.csv`, this.statements.csvOfCall(id));
  }

  private async mustFind(id: CallParams['id']) {
    const call = await this.calls.call(id);
    if (!call?.openedAt) throw refuse('not-found', 'not-found', 'No such call.');
    return call;
  }
}
