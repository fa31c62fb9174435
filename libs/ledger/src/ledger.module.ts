import { Module } from '@nestjs/common';
import { LedgerHandlers } from './ledger.handlers.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';
import { SealService } from './seal.service.js';

/** The double-entry books. */
@Module({
  providers: [LedgerHandlers, LedgerQueries, LedgerService, SealService],
  exports: [LedgerQueries, LedgerService, SealService],
})
export class LedgerModule {}
