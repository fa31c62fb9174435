import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { BudgetVoteExportQueries } from './budget-vote-export.queries.js';
import { BudgetVotesQueries } from './budget-votes.queries.js';
import { BudgetingHandlers } from './budgeting.handlers.js';
import { CastingService } from './casting.service.js';
import { ClosingBudgetVotesService } from './closing.service.js';
import { CountingService } from './counting.service.js';
import { PaperBallotsQueries } from './paper-ballots.queries.js';
import { PaperBallotsService } from './paper-ballots.service.js';
import { PreparingService } from './preparing.service.js';
import { ReadersQueries } from './readers.queries.js';
import { ResultsQueries } from './results.queries.js';
import { SecondBody } from './second-body.service.js';
import { VoidingService } from './voiding.service.js';
import { WinnersService } from './winners.service.js';

const door = [
  ...[PreparingService, VoidingService, CastingService, PaperBallotsService, WinnersService],
  ...[BudgetVoteExportQueries, BudgetVotesQueries, PaperBallotsQueries, ReadersQueries, ResultsQueries],
];

/** Choosing under a budget: votes of towns, their ballots, Equal Shares, results. */
@Module({
  imports: [ApprovalsModule, HometownsModule, IdentityModule, NeedsModule, NeighboursModule, ProjectsModule],
  providers: [...door, SecondBody, ClosingBudgetVotesService, CountingService, BudgetingHandlers],
  exports: door,
})
export class BudgetingModule {}
