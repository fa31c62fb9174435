import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditQueries, AuditService } from '#libs/audit/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type Id, refuse } from '#libs/kernel/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { Queues, TrailQueries } from '#libs/platform/src/index.js';
import { ReturnOrdersService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { AppointmentRequest, LogQuery, ReturnOrderRequest, StaffParams } from './operator.api.requests.js';
import { RefundParams } from '../pledging/pledges.requests.js';
import { QueueService } from './queue.service.js';
import { Staffing } from './staffing.service.js';

const RUNS = 30;
const ROWS = 100;

/** The operator's desk: what waits, who is on the staff, the audit, the log, money to send back. */
@ApiTags('operator')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class OperatorApi {
  constructor(
    private readonly queue: QueueService,
    private readonly staffing: Staffing,
    private readonly audit: AuditService,
    private readonly runs: AuditQueries,
    private readonly trail: TrailQueries,
    private readonly queues: Queues,
    private readonly bodies: BodiesQueries,
    private readonly payments: PaymentsQueries,
    private readonly returns: ReturnOrdersService,
  ) {}

  /** Everything that waits for the operator: who asks, since when, until when, what happens if nobody decides. */
  @Get('/operator/queue')
  async waiting(@Read() reading: Reading): Promise<object> {
    const tasks = await this.queue.of(reading);
    return {
      data: tasks.map(({ path, ...task }) => ({
        ...task,
        title: reading.say(`operator.task.${task.what}`),
        otherwise: reading.say(`operator.otherwise.${task.what}`),
        page: reading.absolute(reading.href(`/operator${path}`)),
      })),
    };
  }

  /** An application with its papers and people. */
  @Get('/bodies/:id/application')
  async application(@Param() { id }: BodyParams): Promise<object> {
    const found = await this.bodies.application(id);
    if (!found) throw refuse('not-found', 'not-found', 'No such application.');
    return found;
  }

  /** Everybody on the operator's staff. */
  @Get('/operator/staff')
  async staff(): Promise<object> {
    return { data: await this.staffing.people() };
  }

  /** Asks a second operator to take somebody onto the staff. Needs an `Idempotency-Key`. */
  @Post('/operator/staff')
  async appoint(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Body() { email }: AppointmentRequest,
  ): Promise<Answer> {
    await this.staffing.appoint(reading, approvalId as ApprovalId, email);
    return new Answer({ approvalId }, 201);
  }

  /** Ends somebody's time on the staff at once. */
  @Delete('/operator/staff/:id')
  @HttpCode(204)
  async dismiss(@Read() reading: Reading, @Param() { id }: StaffParams): Promise<void> {
    await this.staffing.dismiss(reading, id);
  }

  /** The newest runs of the audit. */
  @Get('/operator/audit')
  async audits(): Promise<object> {
    return { data: await this.runs.runs(RUNS) };
  }

  /** Runs the audit now; empty when all is well. */
  @Post('/operator/audit')
  @HttpCode(200)
  async runAudit(): Promise<object> {
    return { data: await this.audit.run() };
  }

  /** Who did what, the newest first. */
  @Get('/operator/log')
  async log(@Query() { search = '', before }: LogQuery): Promise<object> {
    return { data: await this.trail.newest({ search, ...(before && { before }) }, ROWS) };
  }

  /** What waits in outbox and queues. */
  @Get('/operator/queues')
  state(): Promise<object> {
    return this.queues.state();
  }

  /** Stripe, the bank and the books side by side; disputes; movements that stand in no journal. */
  @Get('/operator/money')
  async money(): Promise<object> {
    const [comparison, disputes, unbooked] = await Promise.all([
      this.payments.comparison(),
      this.payments.disputes(),
      this.payments.unbooked(),
    ]);
    return { comparison, disputes, unbooked };
  }

  /** Asks to send money that is owed back to an account of the donor; a second operator confirms. Needs an `Idempotency-Key`. */
  @Post('/refunds/:id/order')
  async order(
    @Read() reading: Reading,
    @CommandId() approvalId: Id<string>,
    @Param() { id: refundId }: RefundParams,
    @Body() account: ReturnOrderRequest,
  ): Promise<Answer> {
    await this.returns.ask({ ...account, refundId, approvalId: approvalId as ApprovalId }, reading.person());
    return new Answer({ approvalId }, 201);
  }
}
