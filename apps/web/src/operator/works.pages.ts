import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { AuditQueries } from '#libs/audit/src/index.js';
import {
  CancellationService,
  CompletionService,
  DeliveryQueries,
  ReleasesService,
  type RequestId,
  type TrancheRequest,
} from '#libs/delivery/src/index.js';
import { TreasuryService } from '#libs/hometowns/src/index.js';
import { isId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { AccessService, type Project, ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ReasonForm, StepForm, TrancheForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';
import { tranchePage } from './tranche.view.js';
import { projectPage, projectsPage } from './works.view.js';

const SHOWN = 50;

/** Published projects after their review: tranches to release, giving up, completing. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class WorkPages {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly access: AccessService,
    private readonly delivery: DeliveryQueries,
    private readonly treasury: TreasuryService,
    private readonly releases: ReleasesService,
    private readonly cancellations: CancellationService,
    private readonly completion: CompletionService,
    private readonly things: SignedThings,
    private readonly audits: AuditQueries,
  ) {}

  @Get('/projects')
  async list(@Read() reading: Reading): Promise<Page> {
    const after = (idIn(reading.query) ?? null) as ProjectId | null;
    const { items, next } = listById(await this.projects.list({}, after, SHOWN + 1), SHOWN);
    return projectsPage(reading, items, next);
  }

  @Get('/projects/:id')
  async project(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.projectShown(reading, id, Form.blank());
  }

  @Post('/projects/:id/cancellation')
  cancel(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReasonForm) form: Form<ReasonForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ reason }) => {
        await this.cancellations.cancel((await this.mustRead(reading, id)).id, reason, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.projectShown(reading, id, again),
    );
  }

  @Post('/projects/:id/completion')
  complete(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.completion.complete((await this.mustRead(reading, id)).id, reading.person());
        return seeOther(reading.href('/operator/projects?done=completed'));
      },
      (again) => this.projectShown(reading, id, again),
    );
  }

  @Get('/tranches/:id')
  async tranche(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.trancheShown(reading, id, Form.blank());
  }

  @Post('/tranches/:id')
  release(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(TrancheForm) form: Form<TrancheForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ decision, reason = '', account }) => {
        const request = await this.mustFind(id);
        const by = reading.person();
        if (decision === 'refuse') await this.releases.refuse(request.id, reason, by);
        else await this.releases.askRelease(request.id, by, account);
        return seeOther(reading.href(`/operator?done=${decision === 'refuse' ? 'refused' : 'asked'}`));
      },
      (again) => this.trancheShown(reading, id, again),
    );
  }

  private async projectShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const project = await this.mustRead(reading, id);
    const [requests, paused, found, closing, waits, effect, [unspent]] = await Promise.all([
      this.delivery.requests(project.id),
      this.delivery.pausedSince(project.id),
      this.audits.touching(project.id),
      this.delivery.closing(project.id),
      this.things.waiting(`project:${project.id}`),
      this.things.cancellingOf(reading, project.id),
      this.delivery.unspent([project.id]),
    ]);
    const view = { project, requests, paused, found, closing, waits, effect, unspent: unspent?.amount ?? null };
    return projectPage(reading, view, form);
  }

  private async trancheShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const request = await this.mustFind(id);
    const project = await this.mustRead(reading, request.projectId);
    const [account, facts, steps, evidence, inspection, objections, waits, refusal] = await Promise.all([
      this.treasury.active(project.townHallId),
      this.things.paymentOf(reading, request.id),
      this.delivery.steps(request.id),
      this.delivery.evidence(request.id),
      this.delivery.inspection(request.id),
      this.delivery.objections(request.id),
      this.things.waiting(`tranche:${request.id}`),
      this.things.refusal(`tranche:${request.id}`),
    ]);
    const seen = { account: account?.id ?? null, facts };
    const proofs = { steps, evidence, inspection, objections };
    return tranchePage(reading, { request, project, ...seen, ...proofs, waits, refusal }, form);
  }

  private async mustRead(reading: Reading, id: string): Promise<Project> {
    if (!isId(id)) throw refuse('not-found', 'not-found', 'No such project.');
    return this.access.mustRead(id as ProjectId, reading.person());
  }

  private async mustFind(id: string): Promise<TrancheRequest> {
    const request = isId(id) ? await this.delivery.request(id as RequestId) : null;
    if (!request) throw refuse('not-found', 'not-found', 'No such request.');
    return request;
  }
}
