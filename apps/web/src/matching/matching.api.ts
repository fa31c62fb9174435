import { Body, Controller, Get, Param, Post, Put, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type CallMoney, CallsService, MatchingQueries, SponsorsService } from '#libs/matching/src/index.js';
import { BankLineParams } from '../bank/bank.requests.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CallEntry } from './call-entry.service.js';
import { CallOfLineRequest, CallParams, CallRequest } from './matching.requests.js';

/** Sponsors' calls as the operator meets them. */
@ApiTags('matching')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class MatchingApi {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly service: CallsService,
    private readonly sponsors: SponsorsService,
    private readonly entry: CallEntry,
  ) {}

  /** Sponsors' calls with their money, the newest first. */
  @Get('/operator/calls')
  async all(): Promise<{ data: readonly CallMoney[] }> {
    return { data: await this.calls.calls() };
  }

  /** Enters a sponsor's call; a second of the staff opens it. Sent twice, it is one. */
  @Put('/operator/calls/:id')
  async enter(@Read() reading: Reading, @Param() { id }: CallParams, @Body() typed: CallRequest): Promise<Answer> {
    const entered = await this.entry.read(id, typed);
    return new Answer({ approvalId: await this.service.enter(entered, reading.person()) }, 201);
  }

  /** Nothing is added from it any more, at once; what was added stays. */
  @Post('/operator/calls/:id/closing')
  async close(@Read() reading: Reading, @Param() { id }: CallParams): Promise<void> {
    await this.service.close(id, reading.person());
  }

  /** Says that a line of the statement is what a sponsor pays in. */
  @Post('/bank/lines/:id/sponsor')
  async pay(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() { callId }: CallOfLineRequest,
  ): Promise<void> {
    await this.sponsors.pay(id, callId, reading.person());
  }
}
