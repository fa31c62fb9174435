import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  type Dissolution,
  DissolutionsQueries,
  DissolutionsService,
  type Succession,
  SuccessionsService,
} from '#libs/dissolutions/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, refuse } from '#libs/kernel/src/index.js';
import { type HandedOver, HandOversService } from '#libs/projects/src/index.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { DeclineRequest, DissolveRequest, OfferParams, SuccessionParams, SuccessorRequest } from './dissolutions.requests.js'; // prettier-ignore

/** The end of an association, with the projects that went to another or to none. */
interface DissolutionSeen extends Dissolution {
  readonly handedOver: readonly HandedOver[];
}

/** How associations end: who goes on with their projects, and the operator's two signatures. */
@ApiTags('bodies')
@Controller('/api/v1')
export class DissolutionsApi {
  constructor(
    private readonly queries: DissolutionsQueries,
    private readonly dissolutions: DissolutionsService,
    private readonly successions: SuccessionsService,
    private readonly handOvers: HandOversService,
    private readonly members: MembersQueries,
  ) {}

  /**
   * What the members of an association have decided about its end, and what came of it; why another one declined, the members of
   * both read.
   */
  @Get('/bodies/:id/dissolution')
  @PublicPage()
  async find(@Read() { viewer }: Reading, @Param() { id }: BodyParams): Promise<DissolutionSeen> {
    const found = await this.queries.ofAssociation(id);
    if (!found) throw refuse('not-found', 'not-found', 'Its members have not decided that it ends.');
    const { succession } = found;
    const mine = viewer && succession?.reason ? await this.members.rolesOf(viewer.personId) : [];
    const near = viewer && (viewer.staff || mine.some(({ body }) => [id, succession!.successorId].includes(body.id)));
    const handedOver = await this.handOvers.from(id);
    const seen = succession && { ...succession, reason: near ? succession.reason : null };
    return { ...found, handedOver, succession: seen };
  }

  /** Offers to an association to go on with the projects of others that end. For its members. */
  @ApiBearerAuth()
  @Get('/bodies/:id/successions')
  async offers(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<{ data: Succession[] }> {
    const roles = await this.members.rolesOf(reading.person());
    if (!roles.some(({ body }) => body.id === id)) throw refuse('not-found', 'not-found', 'No such body.');
    return { data: await this.queries.offersTo(id) };
  }

  /** Asks another association to go on with the projects of one that ends; by its president. */
  @ApiBearerAuth()
  @Put('/bodies/:id/dissolution/successions/:successionId')
  async offer(
    @Read() reading: Reading,
    @Param() { id, successionId }: OfferParams,
    @Body() { successorId }: SuccessorRequest,
  ): Promise<void> {
    await this.successions.offer(id, { id: successionId, successorId }, reading.person());
  }

  /** Takes the offer back, answered or not. */
  @ApiBearerAuth()
  @Delete('/bodies/:id/dissolution/successions/:successionId')
  async takeBack(@Read() reading: Reading, @Param() { id, successionId }: OfferParams): Promise<void> {
    await this.successions.takeBack(id, successionId, reading.person());
  }

  /** Takes the projects over; by the president of the association that is asked. */
  @ApiBearerAuth()
  @Put('/successions/:id/agreement')
  async agree(@Read() reading: Reading, @Param() { id }: SuccessionParams): Promise<void> {
    await this.successions.agree(id, reading.person());
  }

  /** Does not take them over, and says why. */
  @ApiBearerAuth()
  @Post('/successions/:id/refusal')
  @HttpCode(204)
  async decline(
    @Read() reading: Reading,
    @Param() { id }: SuccessionParams,
    @Body() { reason }: DeclineRequest,
  ): Promise<void> {
    await this.successions.decline(id, reason, reading.person());
  }

  /** The operator asks a second of its staff to end the association now. */
  @ApiBearerAuth()
  @Post('/bodies/:id/dissolution')
  async dissolve(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { standIn = false }: DissolveRequest,
  ): Promise<{ readonly approvalId: ApprovalId }> {
    return { approvalId: await this.dissolutions.ask(id, { standIn }, reading.person()) };
  }
}
