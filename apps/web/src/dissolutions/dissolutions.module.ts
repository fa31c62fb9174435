import { Module } from '@nestjs/common';
import { ApprovalsModule as ApprovalsLib } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { DissolutionsModule as DissolutionsLib } from '#libs/dissolutions/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { OperatorModule } from '../operator/operator.module.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { DissolutionDeskPages } from './dissolution-desk.pages.js';
import { DissolutionPages } from './dissolution.pages.js';
import { DissolutionsApi } from './dissolutions.api.js';

/** How associations end: their own desk, the one of whoever goes on with their projects, the operator's. */
@Module({
  imports: [
    ...[ApprovalsLib, AssembliesModule, CashModule, DissolutionsLib, HometownsModule, ProjectsModule, VotingModule],
    ...[ApprovalsModule, OperatorModule, TownHallModule],
  ],
  controllers: [DissolutionDeskPages, DissolutionPages, DissolutionsApi],
})
export class DissolutionsModule {}
