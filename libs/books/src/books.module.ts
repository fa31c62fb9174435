import { Module } from '@nestjs/common';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { AllocationQueries } from './allocation.queries.js';
import { FundMoneyQueries } from './fund-money.queries.js';
import { GiftMoneyQueries } from './gift-money.queries.js';
import { NarrativeQueries } from './narrative.queries.js';
import { PapersQueries } from './papers.queries.js';
import { PlatformBooksQueries } from './platform-books.queries.js';
import { ReckoningQueries } from './reckoning.queries.js';
import { ReportQueries } from './report.queries.js';
import { StatementQueries } from './statement.queries.js';
import { TasksQueries } from './tasks.queries.js';
import { WaterfallQueries } from './waterfall.queries.js';

/** Read models that cross the rooms: statements, the platform's books, the waterfall, reports for programmes. */
@Module({
  imports: [
    CofundingModule,
    DeliveryModule,
    HometownsModule,
    LedgerModule,
    MatchingModule,
    PledgesModule,
    ProjectsModule,
    RatesModule,
    VoiceModule,
    VotingModule,
  ],
  providers: [
    AllocationQueries,
    FundMoneyQueries,
    GiftMoneyQueries,
    NarrativeQueries,
    PapersQueries,
    PlatformBooksQueries,
    ReckoningQueries,
    ReportQueries,
    StatementQueries,
    TasksQueries,
    WaterfallQueries,
  ],
  exports: [
    AllocationQueries,
    FundMoneyQueries,
    GiftMoneyQueries,
    NarrativeQueries,
    PlatformBooksQueries,
    ReckoningQueries,
    ReportQueries,
    StatementQueries,
    TasksQueries,
    WaterfallQueries,
  ],
})
export class BooksModule {}
