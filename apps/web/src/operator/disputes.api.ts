import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type ApprovalId, type Id, type Money, refuse } from '#libs/kernel/src/index.js';
import { DisputesQueries, type DisputeSeen, type WarningSeen } from '#libs/payments/src/index.js';
import { type GiftDispute, GiftDisputesQueries, type Loss, LossesService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, listById, type ListPage } from '../edge/page.js';
import { NamedPageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { homeOf } from './loss-home.js';
import { DisputeParams, LossParams, LossRequest, ReserveRequest } from './operator.api.requests.js';

/** What donors' banks take back, and what is done about the losses. */
@ApiTags('operator')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class DisputesApi {
  constructor(
    private readonly disputes: DisputesQueries,
    private readonly books: GiftDisputesQueries,
    private readonly losses: LossesService,
  ) {}

  /** Disputes and inquiries, the newest first. */
  @Get('/operator/disputes')
  async list(@Query() { after, limit }: NamedPageQuery): Promise<ListPage<DisputeSeen>> {
    return listById(await this.disputes.disputes({ after, limit: limit + 1 }), limit);
  }

  /** One dispute and what the books did about it; `books` is null for an inquiry, which moves no money. */
  @Get('/operator/disputes/:id')
  async one(@Param() { id }: DisputeParams): Promise<{ dispute: DisputeSeen; books: GiftDispute | null }> {
    const dispute = await this.disputes.find(id);
    if (!dispute) throw refuse('not-found', 'not-found', 'No such dispute.');
    return { dispute, books: await this.books.find(id) };
  }

  /** Banks' warnings of cards that were probably stolen, the newest first. */
  @Get('/operator/warnings')
  async warnings(@Query() { after, limit }: NamedPageQuery): Promise<ListPage<WarningSeen>> {
    return listById(await this.disputes.warnings({ after, limit: limit + 1 }), limit);
  }

  /** Projects and towns' funds with losses from disputes, and what is set aside for them. */
  @Get('/operator/losses')
  async lost(): Promise<{ data: Loss[]; reserve: Money }> {
    return { data: await this.books.losses(), reserve: await this.books.reserve() };
  }

  /**
   * Asks to recover the loss of a project (its id) or of a town's fund (its place's code) from its own free money, or to cover
   * it from the reserve; a second operator confirms. Needs an `Idempotency-Key`.
   */
  @Post('/operator/losses/:id')
  async settle(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id }: LossParams,
    @Body() { kind, amount }: LossRequest,
  ): Promise<Answer> {
    const act = { approvalId: approvalId as ApprovalId, kind, home: homeOf(id), amount: moneyOf(amount) };
    await this.losses.ask(act, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /** Asks to set some of the operator's own means aside for losses; a second operator confirms. Needs an `Idempotency-Key`. */
  @Post('/operator/loss-reserve')
  async fill(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Body() { amount }: ReserveRequest,
  ): Promise<Answer> {
    const act = {
      approvalId: approvalId as ApprovalId,
      kind: 'set-aside',
      home: null,
      amount: moneyOf(amount),
    } as const;
    await this.losses.ask(act, reading.person());
    return new Answer({ approvalId }, 201);
  }
}
