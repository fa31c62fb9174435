import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import { type Approval, ApprovalsQueries, bodyAsked, type Office } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { Read } from '../edge/decorators.js';
import { type ListPage, listById } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ApprovalParams, ApprovalsQuery, DecisionRequest } from './approvals.requests.js';
import { Decisions } from './decisions.js';

/** What waits for a second person. */
@ApiTags('approvals')
@ApiBearerAuth()
@Controller('/api/v1/approvals')
export class ApprovalsApi {
  constructor(
    private readonly approvals: ApprovalsQueries,
    private readonly members: MembersQueries,
    private readonly decisions: Decisions,
  ) {}

  /** What waits at an office of mine, the oldest first. */
  @Get()
  async list(@Read() reading: Reading, @Query() { office, after, limit }: ApprovalsQuery): Promise<ListPage<Approval>> {
    await this.mustBelong(reading, office);
    const rows = await this.approvals.waiting(office, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Gives or refuses the second signature; giving does the thing at once. */
  @Post('/:id/decision')
  async decide(
    @Read() reading: Reading,
    @Param() { id }: ApprovalParams,
    @Body() { decision, reason = '' }: DecisionRequest,
  ): Promise<void> {
    await this.decisions.decide(id, { give: decision === 'give', reason }, reading.person());
  }

  private async mustBelong(reading: Reading, office: Office): Promise<void> {
    const person = reading.person();
    if (office === 'operator' && reading.viewer?.staff) return;
    const bodyId = bodyAsked({ office });
    const own = bodyId && (await this.members.rolesOf(person)).some(({ body }) => body.id === bodyId);
    if (!own) throw refuse('not-found', 'not-found', 'Not an office of this person.');
  }
}
