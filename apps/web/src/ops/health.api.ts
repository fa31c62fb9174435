import { Controller, Get, Headers, NotFoundException } from '@nestjs/common';
import { Raw } from '../edge/page.js';
import { Answer } from '../edge/page.js';
import { isOperations } from './ops-token.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { civilDate } from '#libs/kernel/src/index.js';
import { Clock, Config, Queues } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { Metrics } from './metrics.js';
import { Readiness, soon } from './readiness.js';

/** What machines ask: alive, ready, how much. */
@Controller()
export class HealthApi {
  constructor(
    private readonly config: Config,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly heads: HeadsQueries,
    private readonly rates: RatesService,
    private readonly clock: Clock,
    private readonly queues: Queues,
  ) {}

  /** The process answers; nothing else is looked at. */
  @Get('/healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when pages can be served: the database answers, its schema is the one this code needs, the queue takes jobs. */
  @Get('/readyz')
  async ready(): Promise<Answer> {
    const checks = await this.readiness.check();
    const ready = Object.values(checks).every((state) => state === 'ok');
    return new Answer({ status: ready ? 'ready' : 'not-ready', checks }, ready ? 200 : 503);
  }

  /** Prometheus text; behind the operations token, and nowhere when there is none. */
  @Get('/metrics')
  async measure(@Headers('authorization') authorization?: string): Promise<Raw> {
    if (!isOperations(this.config, authorization)) throw new NotFoundException();
    this.metrics.unsealed.set(await this.heads.secondsUnsealed());
    for (const { source, days } of await this.rates.tables(civilDate(await this.clock.now())))
      if (days !== null) this.metrics.ratesAge.set({ source }, days);
    this.metrics.choresFailed.reset();
    for (const { name, n } of await soon(this.queues.failedChores(), []))
      this.metrics.choresFailed.set({ chore: name }, n);
    return new Raw(this.metrics.registry.contentType, await this.metrics.registry.metrics());
  }
}
