import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditQueries, type AuditRun, AuditService } from '#libs/audit/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import { type ApprovalId, type Id, refuse } from '#libs/kernel/src/index.js';
import { type Reckoning, ReckoningQueries } from '#libs/books/src/index.js';
import { PaymentsQueries, type UnbookedTransaction } from '#libs/payments/src/index.js';
import { Queues, TrailQueries } from '#libs/platform/src/index.js';
import { ReturnOrdersService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, listById, type ListPage, listPage } from '../edge/page.js';
import { NamedPageQuery, NumberedPageQuery, PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { AppointmentRequest, LogQuery, QueueQuery, ReturnOrderRequest, StaffParams } from './operator.api.requests.js';
import { RefundParams } from '../pledging/pledges.requests.js';
import { QueueService } from './queue.service.js';
import { Staffing } from './staffing.service.js';

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
    private readonly reckonings: ReckoningQueries,
    private readonly returns: ReturnOrdersService,
  ) {}

  /**
   * Everything that waits for the operator: who asks, since when, until when, what happens if nobody decides, and what ends it
   * safely; the nearest deadline first. `kind` asks for one kind of it.
   */
  @Get('/operator/queue')
  async waiting(@Read() reading: Reading, @Query() { kind, after, limit }: QueueQuery): Promise<ListPage<object>> {
    const tasks = await this.queue.page(reading, { what: kind, after, limit: limit + 1 });
    return listPage(tasks, limit, {
      keyOf: ({ key }) => key,
      show: ({ what, subject, about, who, since, by, own, approval, path }) => ({
        ...{ what, subject, about, who, since, by, own, approval },
        title: reading.say(`operator.task.${what}`),
        otherwise: reading.say(`operator.otherwise.${what}`),
        end: reading.say(`operator.end.${what}`),
        page: reading.absolute(reading.href(`/operator${path}`)),
      }),
    });
  }

  /** An application with its papers and people. */
  @Get('/bodies/:id/application')
  async application(@Param() { id }: BodyParams): Promise<object> {
    const found = await this.bodies.application(id);
    if (!found) throw refuse('not-found', 'not-found', 'No such application.');
    return found;
  }

  /** Everybody on the operator's staff, the longest first. */
  @Get('/operator/staff')
  async staff(@Query() { after, limit }: PageQuery): Promise<ListPage<PersonCard>> {
    return listById(await this.staffing.people({ after, limit: limit + 1 }), limit);
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

  /** The runs of the audit, the newest first. */
  @Get('/operator/audit')
  async audits(@Query() { after, limit }: NumberedPageQuery): Promise<ListPage<AuditRun>> {
    return listById(await this.runs.runs(limit + 1, after), limit);
  }

  /** Runs the audit now; empty when all is well. */
  @Post('/operator/audit')
  @HttpCode(200)
  async runAudit(): Promise<object> {
    return { data: await this.audit.run() };
  }

  /** Who did what, the newest first. */
  @Get('/operator/log')
  async log(@Query() { search = '', after, limit }: LogQuery): Promise<ListPage<object>> {
    const rows = await this.trail.newest({ search, ...(after && { before: after }) }, limit + 1);
    return listById(rows, limit);
  }

  /** What waits in outbox and queues. */
  @Get('/operator/queues')
  state(): Promise<object> {
    return this.queues.state();
  }

  /** Sends again what the queues gave up and says how many. */
  @Post('/operator/queues/again')
  @HttpCode(200)
  async again(@Read() reading: Reading): Promise<{ readonly sent: number }> {
    return { sent: await this.queues.sendAgain(reading.person()) };
  }

  /** What Stripe says, what the bank says and what our books say, a row for each currency, with the cause of every difference. */
  @Get('/operator/money')
  async money(): Promise<{ data: Reckoning[] }> {
    return { data: await this.reckonings.now() };
  }

  /** Movements of Stripe's balance that stand in no journal yet, the oldest first. */
  @Get('/operator/unbooked')
  async unbooked(@Query() { after, limit }: NamedPageQuery): Promise<ListPage<UnbookedTransaction>> {
    return listById(await this.payments.unbooked({ after, limit: limit + 1 }), limit);
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
