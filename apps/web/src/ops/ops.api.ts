import { Body, Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AuditService, type Finding } from '#libs/audit/src/index.js';
import { currencyOf, refuse } from '#libs/kernel/src/index.js';
import { LedgerQueries, type TrialRow } from '#libs/ledger/src/index.js';
import { ReconcileService } from '#libs/payments/src/index.js';
import { Clock, Config, Queues, type QueueState, TrailQueries } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { Raw } from '../edge/page.js';
import { AfterQuery, ClockRequest, IllustrativeRatesRequest } from './ops.requests.js';
import { OpsGuard } from './ops.guard.js';

const LINES_MAX = 5000;

/** What the operator's machines ask, behind the operations token: read-only but for reconciling (and the demo's clock). */
@ApiExcludeController()
@UseGuards(OpsGuard)
@Controller('/ops')
export class OpsApi {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly trail: TrailQueries,
    private readonly audit: AuditService,
    private readonly queues: Queues,
    private readonly reconciling: ReconcileService,
    private readonly clock: Clock,
    private readonly rateTable: RatesService,
    private readonly config: Config,
  ) {}

  /** Journals in the order of their numbers, one JSON a line. */
  @Get('/ledger/journals')
  async journals(@Query() { after, limit }: AfterQuery): Promise<Raw> {
    return jsonLines(await this.ledger.journals(after, Math.min(limit, LINES_MAX)));
  }

  /** Every account with its balance; each book's currency sums to zero. */
  @Get('/ledger/trial-balance')
  async trialBalance(): Promise<{ data: TrialRow[] }> {
    return { data: await this.ledger.trialBalance() };
  }

  /** The audit trail with its chain, one JSON a line. */
  @Get('/audit-log')
  async log(@Query() { after, limit }: AfterQuery): Promise<Raw> {
    return jsonLines(await this.trail.log(after, Math.min(limit, LINES_MAX)));
  }

  /** Runs the audit now: empty when all is well. */
  @Get('/audit')
  async findings(): Promise<{ data: readonly Finding[] }> {
    return { data: await this.audit.run() };
  }

  /** What waits in outbox and queues. */
  @Get('/queues')
  state(): Promise<QueueState> {
    return this.queues.state();
  }

  /** Compares with Stripe now and repairs what was never told. */
  @Post('/reconcile')
  @HttpCode(200)
  reconcile(): Promise<object> {
    return this.reconciling.reconcile();
  }

  /** Moves the clock of a demonstration forward, or back before anything has happened; refused in production. */
  @Post('/clock')
  @HttpCode(200)
  async move(@Body() { seconds }: ClockRequest): Promise<object> {
    await (seconds < 0 ? this.clock.setBack(-seconds * 1000) : this.clock.moveBy(seconds * 1000));
    return { now: await this.clock.now() };
  }

  /** Loads invented rates for currencies that no published table has, marked so; refused in production. */
  @Post('/rates')
  @HttpCode(200)
  async rates(@Body() { rates }: IllustrativeRatesRequest): Promise<object> {
    if (this.config.production) throw refuse('forbidden', 'clock-fixed', 'Rates are published, not invented.');
    await this.rateTable.loadIllustrative(rates.map((rate) => ({ ...rate, currency: currencyOf(rate.currency) })));
    return {};
  }
}

function jsonLines(rows: readonly unknown[]): Raw {
  return new Raw('application/jsonl; charset=utf-8', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
