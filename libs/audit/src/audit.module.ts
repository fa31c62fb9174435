import { Module } from '@nestjs/common';
import { BankingModule } from '#libs/banking/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { AuditHandlers } from './audit.handlers.js';
import { AuditQueries } from './audit.queries.js';
import { AuditService } from './audit.service.js';
import { TotalsAudit } from './totals.audit.js';

/** The invariants, nightly and on demand. It reads the tables of the rooms below; of pledges also the totals that pages show. */
@Module({
  imports: [BankingModule, PledgesModule],
  providers: [AuditHandlers, AuditQueries, AuditService, TotalsAudit],
  exports: [AuditQueries, AuditService],
})
export class AuditModule {}
