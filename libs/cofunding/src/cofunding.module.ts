import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { CofundingHandlers } from './cofunding.handlers.js';
import { CofundingQueries } from './shares.queries.js';
import { SharesService } from './shares.service.js';

/** What co-funders promised, authorised and paid. */
@Module({
  imports: [HometownsModule, LedgerModule, ProjectsModule],
  providers: [SharesService, CofundingQueries, CofundingHandlers],
  exports: [SharesService, CofundingQueries],
})
export class CofundingModule {}
