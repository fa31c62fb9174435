import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { CertificatesQueries } from './certificates.queries.js';
import { CertificatesService } from './certificates.service.js';
import { CofundingHandlers } from './cofunding.handlers.js';
import { CofundingQueries } from './shares.queries.js';
import { SharesService } from './shares.service.js';

/** What co-funders promised, authorised and paid, and what programmes want to see of what people gave. */
@Module({
  imports: [HometownsModule, LedgerModule, ProjectsModule],
  providers: [SharesService, CofundingQueries, CertificatesService, CertificatesQueries, CofundingHandlers],
  exports: [SharesService, CofundingQueries, CertificatesService, CertificatesQueries],
})
export class CofundingModule {}
