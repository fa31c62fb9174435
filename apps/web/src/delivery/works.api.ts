import { Body, Controller, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CompletionService, InvoicesService, StagesService } from '#libs/delivery/src/index.js';
import { Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { ReasonRequest } from '../projects/projects.requests.js';
import {
  ActOfAcceptanceRequest,
  FinalAccountParams,
  FinalAccountRequest,
  MilestoneDelayRequest,
  MilestoneMetRequest,
  ReportParams,
} from './delivery.requests.js';
import { InvoiceOfProjectParams, InvoiceParams, InvoiceRequest } from './invoices.requests.js';

/** The works: invoices, stages, the final account and the act of acceptance. */
@ApiTags('delivery')
@ApiBearerAuth()
@Controller('/api/v1')
export class WorksApi {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly stages: StagesService,
    private readonly completion: CompletionService,
  ) {}

  /** Enters an invoice against a line of the estimate. */
  @Put('/projects/:id/invoices/:invoiceId')
  async enter(
    @Read() reading: Reading,
    @Param() { id: projectId, invoiceId: id }: InvoiceOfProjectParams,
    @Body() body: InvoiceRequest,
  ): Promise<void> {
    const fromPeople = body.fromPeople && moneyOf(body.fromPeople);
    await this.invoices.enter({ ...body, id, projectId, amount: moneyOf(body.amount), fromPeople }, reading.person());
  }

  /** Takes an invoice that is not proven back, with the reason. */
  @Post('/invoices/:id/cancellation')
  async cancel(
    @Read() reading: Reading,
    @Param() { id }: InvoiceParams,
    @Body() { reason }: ReasonRequest,
  ): Promise<void> {
    await this.invoices.cancel(id, reason, reading.person());
  }

  /** Proves an invoice by an act of acceptance. */
  @Post('/invoices/:id/proof')
  async prove(
    @Read() reading: Reading,
    @Param() { id }: InvoiceParams,
    @Body() act: ActOfAcceptanceRequest,
  ): Promise<void> {
    await this.invoices.prove(id, act, reading.person());
  }

  /** A stage is reached. */
  @Put('/projects/:id/milestones/:milestoneId/met/:reportId')
  async met(@Read() reading: Reading, @Param() params: ReportParams, @Body() body: MilestoneMetRequest): Promise<void> {
    const { id: projectId, milestoneId, reportId: id } = params;
    await this.stages.met({ ...body, id, projectId, milestoneId }, reading.person());
  }

  /** A stage comes later than planned, and why. */
  @Put('/projects/:id/milestones/:milestoneId/delay/:reportId')
  async delay(
    @Read() reading: Reading,
    @Param() params: ReportParams,
    @Body() body: MilestoneDelayRequest,
  ): Promise<void> {
    const { id: projectId, milestoneId, reportId: id } = params;
    await this.stages.delay({ ...body, id, projectId, milestoneId }, reading.person());
  }

  /** Draws up the final account: plan against bills. */
  @Put('/projects/:id/final-account/:accountId')
  async account(
    @Read() reading: Reading,
    @Param() { id, accountId }: FinalAccountParams,
    @Body() { note = '' }: FinalAccountRequest,
  ): Promise<void> {
    await this.completion.finalAccount({ id: accountId, projectId: id, note }, reading.person());
  }

  /** Records the act by which the work was taken over. */
  @Post('/projects/:id/acceptance')
  async accept(
    @Read() reading: Reading,
    @Param() { id: projectId }: ProjectParams,
    @Body() act: ActOfAcceptanceRequest,
  ): Promise<void> {
    await this.completion.accept({ ...act, projectId }, reading.person());
  }

  /** The operator closes an accepted project. */
  @Post('/projects/:id/completion')
  async complete(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<void> {
    await this.completion.complete(id, reading.person());
  }
}
