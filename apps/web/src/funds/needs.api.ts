import { Body, Controller, Delete, Get, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type NeedId, NeedsQueries, NeedsService } from '#libs/funds/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { Answer, type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { PlaceParams } from '../places/places.api.js';
import { needJson, type NeedJson } from './needs.json.js';
import { NeedOfProjectParams, NeedParams, NeedRequest, NeedsQuery } from './needs.requests.js';

const keyed = { keyOf: ({ id }: { id: NeedId }) => id, show: needJson };

/** What town halls ask of their towns' funds for projects; who is asked answers at `/approvals/{id}/decision`, under the same id. */
@ApiTags('funds')
@Controller('/api/v1')
export class NeedsApi {
  constructor(
    private readonly needs: NeedsService,
    private readonly list: NeedsQueries,
    private readonly members: MembersQueries,
  ) {}

  /** Where money of a town's fund went, and what waits for an answer; newest first. */
  @Get('/places/:code/fund/needs')
  @PublicPage()
  async ofPlace(@Param() { code }: PlaceParams, @Query() { after, limit }: PageQuery): Promise<ListPage<NeedJson>> {
    const wanted = { placeCode: code, states: ['waiting', 'used'], after: after as NeedId, limit: limit + 1 } as const;
    return listPage(await this.list.list(wanted), limit, keyed);
  }

  /** What a town hall has asked of the fund, or an association was asked; newest first. For people of the body. */
  @ApiBearerAuth()
  @Get('/bodies/:id/fund-needs')
  async ofBody(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<NeedJson>> {
    const own = (await this.members.rolesOf(reading.person())).find(({ body }) => body.id === id);
    if (!own) throw refuse('not-found', 'not-found', 'Not a body of this person.');
    const of = own.body.kind === 'town-hall' ? { townHallId: id } : { associationId: id };
    return listPage(await this.list.list({ ...of, after: after as NeedId, limit: limit + 1 }), limit, keyed);
  }

  /** What every town hall has asked of its town's fund; newest first. For the operator. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Get('/operator/fund-needs')
  async all(@Query() { state, after, limit }: NeedsQuery): Promise<ListPage<NeedJson>> {
    const wanted = { states: state && [state], after: after as NeedId, limit: limit + 1 };
    return listPage(await this.list.list(wanted), limit, keyed);
  }

  /** The mayor or secretary asks the fund for a project of the town. Sent twice, it is one. */
  @ApiBearerAuth()
  @Put('/projects/:id/fund-needs/:needId')
  async ask(
    @Read() reading: Reading,
    @Param() { id: projectId, needId: id }: NeedOfProjectParams,
    @Body() { amount, reason, lang = reading.lang }: NeedRequest,
  ): Promise<Answer> {
    await this.needs.ask({ id, projectId, amount: typedSum(amount, 'MDL'), reason, lang }, reading.person());
    return new Answer(needJson((await this.list.find(id))!), 201);
  }

  /** The town hall takes it back while nobody has answered. */
  @ApiBearerAuth()
  @Delete('/fund-needs/:id')
  async withdraw(@Read() reading: Reading, @Param() { id }: NeedParams): Promise<void> {
    await this.needs.withdraw(id, reading.person());
  }
}
