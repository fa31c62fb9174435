import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AccessService, PartnersQueries, PartnersService } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { ReasonRequest } from '../projects/projects.requests.js';
import { AgreementRequest, PartnerParams } from './together.requests.js';

const AT = '/:townHallId';

/** The towns that build a project together: asked, agreed, declined. */
@ApiTags('projects')
@Controller('/api/v1/projects/:id/partners')
export class PartnersApi {
  constructor(
    private readonly access: AccessService,
    private readonly partners: PartnersService,
    private readonly together: PartnersQueries,
  ) {}

  /** The towns that build it together with its own; its own desks see also who is asked, and who said no. */
  @Get()
  @PublicPage()
  async list(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<object> {
    const by = reading.viewer?.personId ?? null;
    await this.access.mustRead(id, by);
    const near = by !== null && (await this.access.isNear(id, by));
    return { data: await (near ? this.together.of(id) : this.together.agreed(id)) };
  }

  /** Asks another town hall to build it together, while it is a draft. */
  @Put(AT)
  @ApiBearerAuth()
  async invite(@Read() reading: Reading, @Param() { id, townHallId }: PartnerParams): Promise<void> {
    await this.partners.invite(id, townHallId, reading.person());
  }

  /** Takes the invitation back, or goes on without a town that had agreed. */
  @Delete(AT)
  @ApiBearerAuth()
  async remove(@Read() reading: Reading, @Param() { id, townHallId }: PartnerParams): Promise<void> {
    await this.partners.remove(id, townHallId, reading.person());
  }

  /** The town hall that was asked agrees, by its council's decision, to pay what the plan says; where that has changed, anew. */
  @Post(`${AT}/agreement`)
  @ApiBearerAuth()
  async agree(
    @Read() reading: Reading,
    @Param() { id, townHallId }: PartnerParams,
    @Body() body: AgreementRequest,
  ): Promise<void> {
    await this.partners.agree({ ...body, share: moneyOf(body.share), projectId: id, townHallId }, reading.person());
  }

  /** It says no, or takes its agreement back. */
  @Post(`${AT}/refusal`)
  @ApiBearerAuth()
  async decline(
    @Read() reading: Reading,
    @Param() { id, townHallId }: PartnerParams,
    @Body() { reason }: ReasonRequest,
  ): Promise<void> {
    await this.partners.decline(id, townHallId, reason, reading.person());
  }
}
