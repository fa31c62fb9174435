import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What this process counts about itself. Routes are named by their pattern: no address of a reader is kept. */
@Injectable()
export class Metrics implements OnModuleDestroy {
  readonly registry = new Registry();
  private readonly answers = new Histogram({
    name: 'plai_http_request_seconds',
    help: 'Time to answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  /** How long the oldest journal of the books has waited for its seal: alarm when it is minutes. */
  readonly unsealed = new Gauge({
    name: 'plai_ledger_unsealed_seconds',
    help: 'Age of the oldest journal that has no seal yet; zero when everything is sealed',
    registers: [this.registry],
  });

  /** How old the newest rates of each bank are: alarm before it is RATES_MAX_DAYS. */
  readonly ratesAge = new Gauge({
    name: 'plai_rates_age_days',
    help: 'Age of the newest table of exchange rates by bank; beyond RATES_MAX_DAYS gifts in its currencies are refused. Absent when none was loaded',
    labelNames: ['source'],
    registers: [this.registry],
  });

  /** What is done again and again and failed within the last day, as fetching rates: alarm when it goes on. */
  readonly choresFailed = new Gauge({
    name: 'plai_chores_failed',
    help: 'How often each chore has failed within the last day; one that did not is not named',
    labelNames: ['chore'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'plai_' });
  }

  /** Counts every answer of a server. */
  watch(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: String(reply.statusCode),
      };
      this.answers.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }

  onModuleDestroy(): void {
    this.registry.clear();
  }
}
