import { Module } from '@nestjs/common';
import { AuditHandlers } from './audit.handlers.js';
import { AuditQueries } from './audit.queries.js';
import { AuditService } from './audit.service.js';

/** The invariants, nightly and on demand. It reads the tables of the rooms below and asks none of them. */
@Module({ providers: [AuditHandlers, AuditQueries, AuditService], exports: [AuditQueries, AuditService] })
export class AuditModule {}
