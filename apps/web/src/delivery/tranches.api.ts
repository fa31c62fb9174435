import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import {
  CancellationService,
  DeliveryQueries,
  EvidenceService,
  type PublicRequest,
  ReleasesService,
  type TrancheRequest,
  TranchesService,
} from '#libs/delivery/src/index.js';
import { AccessService } from '#libs/projects/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { listPage, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { ReasonRequest } from '../projects/projects.requests.js';
import {
  AskTrancheRequest,
  EvidenceRequest,
  InspectionRequest,
  ReleaseRequest,
  RequestOfProjectParams,
  RequestParams,
  TrancheObjectionParams,
  TrancheObjectionRequest,
} from './delivery.requests.js';

/** Tranches: asked for with evidence, inspected, voted on, released with two signatures. */
@ApiTags('delivery')
@Controller('/api/v1')
export class TranchesApi {
  constructor(
    private readonly tranches: TranchesService,
    private readonly releases: ReleasesService,
    private readonly cancellations: CancellationService,
    private readonly evidence: EvidenceService,
    private readonly queries: DeliveryQueries,
    private readonly access: AccessService,
  ) {}

  /** Every request of a project and where it stands, those of the last tranche first. */
  @Get('/projects/:id/tranche-requests')
  @PublicPage()
  async list(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<PublicRequest>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.queries.requests(id, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ id: row }) => row, show: shown });
  }

  /** One request with its steps, its evidence and what the inspector found. For the project's town hall, association and the operator. */
  @ApiBearerAuth()
  @Get('/tranche-requests/:id')
  async find(@Read() reading: Reading, @Param() { id }: RequestParams): Promise<object> {
    const request = await this.queries.request(id);
    if (!request || !(await this.access.isNear(request.projectId, reading.person()))) {
      throw refuse('not-found', 'not-found', 'No such request for this person.');
    }
    const [steps, evidence, inspection, objections] = await Promise.all([
      this.queries.steps(id),
      this.queries.evidence(id),
      this.queries.inspection(id),
      this.queries.objections(id),
    ]);
    return { ...request, steps, evidence, inspection, objections };
  }

  /** Adds evidence to a request that nobody has inspected yet. */
  @ApiBearerAuth()
  @Post('/tranche-requests/:id/evidence')
  async prove(
    @Read() reading: Reading,
    @Param() { id }: RequestParams,
    @Body() { files }: EvidenceRequest,
  ): Promise<void> {
    await this.evidence.add(id, files, reading.person());
  }

  /** Objects to a tranche of a project without an association, while the public is asked. The town hall and the operator read it. */
  @ApiBearerAuth()
  @Put('/tranche-requests/:id/objections/:objectionId')
  @Limit({ name: 'object', points: 10, seconds: 600 })
  async object(
    @Read() reading: Reading,
    @Param() { id, objectionId }: TrancheObjectionParams,
    @Body() { text }: TrancheObjectionRequest,
  ): Promise<void> {
    await this.evidence.object(id, { id: objectionId, text }, reading.person());
  }

  /** Asks for a tranche. */
  @ApiBearerAuth()
  @Put('/projects/:id/tranche-requests/:requestId')
  async ask(
    @Read() reading: Reading,
    @Param() { id: projectId, requestId: id }: RequestOfProjectParams,
    @Body() body: AskTrancheRequest,
  ): Promise<void> {
    await this.tranches.ask({ ...body, id, projectId }, reading.person());
  }

  /** An inspector answers the checklist; the vote opens. */
  @ApiBearerAuth()
  @Post('/tranche-requests/:id/inspection')
  async inspect(
    @Read() reading: Reading,
    @Param() { id }: RequestParams,
    @Body() { items, verdict }: InspectionRequest,
  ): Promise<void> {
    await this.tranches.inspect(id, items, verdict, reading.person());
  }

  /** The operator asks for the payment of an approved tranche (a second operator confirms), or refuses it. */
  @ApiBearerAuth()
  @Post('/tranche-requests/:id/release')
  async release(
    @Read() reading: Reading,
    @Param() { id }: RequestParams,
    @Body() { decision, reason = '', accountId }: ReleaseRequest,
  ): Promise<object> {
    if (decision === 'release') return { approvalId: await this.releases.askRelease(id, reading.person(), accountId) };
    await this.releases.refuse(id, reason, reading.person());
    return {};
  }

  /** The operator asks to give a project up while no tranche is on its way; a second operator confirms, and what is left is shared among those who gave. */
  @ApiBearerAuth()
  @Post('/projects/:id/cancellation')
  async cancel(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Body() { reason }: ReasonRequest,
  ): Promise<object> {
    return { approvalId: await this.cancellations.cancel(id, reason, reading.person()) };
  }
}

/** Who asked is for those near the project: one's id leads to him elsewhere. */
function shown(request: TrancheRequest): PublicRequest {
  const open: PublicRequest & { askedBy?: unknown } = { ...request };
  delete open.askedBy;
  return open;
}
