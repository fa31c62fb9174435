import { Module } from '@nestjs/common';
import { BooksModule } from '#libs/books/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { MessagesModule } from '#libs/messages/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { ProjectDoings } from './doings.queries.js';
import { Dossiers } from './dossier.queries.js';
import { FacesModule } from './faces.module.js';
import { ProjectPages } from './project.pages.js';
import { ReportedPages } from './reported.pages.js';
import { StatementPages } from './statement.pages.js';

/** A project as anybody reads it: its page, its register, and what was reported before Plai. */
@Module({
  imports: [
    BooksModule,
    BudgetingModule,
    CashModule,
    MatchingModule,
    MessagesModule,
    CofundingModule,
    DeliveryModule,
    FacesModule,
    FundsModule,
    HometownsModule,
    IdentityModule,
    PledgesModule,
    ProjectsModule,
    VoiceModule,
    VotingModule,
  ],
  controllers: [ProjectPages, StatementPages, ReportedPages],
  providers: [Dossiers, ProjectDoings],
})
export class ProjectPagesModule {}
