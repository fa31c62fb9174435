import { Module } from '@nestjs/common';
import { HealthApi } from './health.api.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** Health, readiness, metrics. */
@Module({ controllers: [HealthApi], providers: [Metrics, Readiness], exports: [Readiness] })
export class OpsModule {}
