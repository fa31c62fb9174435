import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { BooksModule } from '#libs/books/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProgrammesModule } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { Dossiers } from '../programmes/dossier.service.js';
import { DossiersApi } from '../programmes/dossiers.api.js';
import { AccountCheckPages } from './account-check.pages.js';
import { AccountPages } from './account.pages.js';
import { FirstSteps } from './first-steps.service.js';
import { FilePages } from './file.pages.js';
import { HomePages } from './home.pages.js';
import { Inbox } from './inbox.service.js';
import { MoneyPages } from './money.pages.js';
import { Offices } from './offices.js';
import { Papers } from './papers.service.js';
import { PeoplePages } from './people.pages.js';
import { ProfilePages } from './profile.pages.js';
import { ProgrammePages } from './programme.pages.js';
import { SectionsPages } from './sections.pages.js';
import { SharesPages } from './shares.pages.js';
import { UpdatesPages } from './updates.pages.js';
import { WorksPages } from './works.pages.js';

/** The town hall's desk: what waits, its projects and their files. */
@Module({
  imports: [
    ApprovalsModule,
    BankingModule,
    BooksModule,
    BudgetingModule,
    CofundingModule,
    DeliveryModule,
    FundsModule,
    HometownsModule,
    IdentityModule,
    NeedsModule,
    NeighboursModule,
    PledgesModule,
    ProgrammesModule,
    ProjectsModule,
    VoiceModule,
    VotingModule,
  ],
  controllers: [
    HomePages,
    FilePages,
    SectionsPages,
    WorksPages,
    MoneyPages,
    SharesPages,
    ProgrammePages,
    DossiersApi,
    UpdatesPages,
    PeoplePages,
    AccountPages,
    AccountCheckPages,
    ProfilePages,
  ],
  providers: [Dossiers, Offices, Inbox, FirstSteps, Papers],
  exports: [Offices, FirstSteps, Papers],
})
export class TownHallModule {}
