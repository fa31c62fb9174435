import { Module } from '@nestjs/common';
import { ApprovalsQueries } from './approvals.queries.js';
import { ApprovalsService } from './approvals.service.js';

/** Four eyes: what waits for a second person. */
@Module({ providers: [ApprovalsService, ApprovalsQueries], exports: [ApprovalsService, ApprovalsQueries] })
export class ApprovalsModule {}
