import { Module } from '@nestjs/common';
import { ChainQueries } from './chain.queries.js';
import { HeadsQueries } from './heads.queries.js';
import { JournalsQueries } from './journals.queries.js';
import { LedgerHandlers } from './ledger.handlers.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';
import { ProofsQueries } from './proofs.queries.js';
import { SealService } from './seal.service.js';

const DOORS = [ChainQueries, HeadsQueries, JournalsQueries, LedgerQueries, LedgerService, ProofsQueries, SealService];

/** The double-entry books. */
@Module({
  providers: [LedgerHandlers, ...DOORS],
  exports: DOORS,
})
export class LedgerModule {}
