import { Module } from '@nestjs/common';
import { AuditModule } from '#libs/audit/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { HealthApi } from './health.api.js';
import { Metrics } from './metrics.js';
import { OpsApi } from './ops.api.js';
import { OpsGuard } from './ops.guard.js';
import { Readiness } from './readiness.js';

/** Health, readiness, metrics, and the operations contract. */
@Module({
  imports: [AuditModule, LedgerModule, PaymentsModule, RatesModule],
  controllers: [HealthApi, OpsApi],
  providers: [Metrics, OpsGuard, Readiness],
  exports: [Readiness],
})
export class OpsModule {}
