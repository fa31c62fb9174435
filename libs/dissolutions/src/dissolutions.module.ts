import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { DissolutionsHandlers } from './dissolutions.handlers.js';
import { DissolutionsQueries } from './dissolutions.queries.js';
import { DissolutionsService } from './dissolutions.service.js';
import { SuccessionsService } from './successions.service.js';

const door = [DissolutionsQueries, DissolutionsService, SuccessionsService];

/** How associations end, and who goes on with their projects. */
@Module({
  imports: [
    ApprovalsModule,
    AssembliesModule,
    CashModule,
    HometownsModule,
    IdentityModule,
    ProjectsModule,
    VotingModule,
  ],
  providers: [...door, DissolutionsHandlers],
  exports: door,
})
export class DissolutionsModule {}
