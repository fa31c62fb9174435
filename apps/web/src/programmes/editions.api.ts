import { Body, Controller, Delete, Get, Param, Post, Put, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { ApprovalId, Id } from '#libs/kernel/src/index.js';
import { EditionsQueries, EditionsService, type WrittenEdition } from '#libs/programmes/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { draftOf } from './edition-entry.js';
import { EditionParams, EditionRequest, VersionRequest } from './editions.requests.js';

/** Editions of programmes as the operator writes them. */
@ApiTags('co-funding')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1/operator/programmes')
export class EditionsApi {
  constructor(
    private readonly editions: EditionsQueries,
    private readonly service: EditionsService,
  ) {}

  /** Every edition with its rules: drafts first, then the newest. */
  @Get()
  async all(): Promise<{ data: readonly WrittenEdition[] }> {
    return { data: await this.editions.all() };
  }

  /** Keeps a draft of an edition, a new one or what goes on from a version; what waited to be published has to be asked again. */
  @Put('/:id')
  async write(@Read() reading: Reading, @Param() { id }: EditionParams, @Body() typed: EditionRequest): Promise<void> {
    await this.service.write(draftOf(id, typed), typed.version ?? null, reading.person());
  }

  /** Asks a second of the staff to publish a draft as it stands in this version. Needs an `Idempotency-Key`. */
  @Post('/:id/publication')
  async publish(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id }: EditionParams,
    @Body() { version }: VersionRequest,
  ): Promise<Answer<{ readonly approvalId: Id<string> }, 201>> {
    await this.service.ask(approvalId as ApprovalId, { id, version }, reading.person());
    return new Answer({ approvalId }, 201);
  }

  /** No project enters it any more; those that have entered keep its rules. */
  @Post('/:id/retirement')
  async retire(@Read() reading: Reading, @Param() { id }: EditionParams): Promise<void> {
    await this.service.retire(id, reading.person());
  }

  /** Gives a draft up. */
  @Delete('/:id')
  async discard(@Read() reading: Reading, @Param() { id }: EditionParams): Promise<void> {
    await this.service.discard(id, reading.person());
  }
}
