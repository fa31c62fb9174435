import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { AuditModule } from '#libs/audit/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { CorrectionsModule } from '#libs/corrections/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { MessagesModule } from '#libs/messages/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { DissolutionsModule } from '#libs/dissolutions/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { BooksModule } from '#libs/books/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProgrammesModule } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { BankAccountPages } from './bank-account.pages.js';
import { BankFacts } from './bank-facts.service.js';
import { BankLinePages } from './bank-lines.pages.js';
import { BankPages } from './bank.pages.js';
import { BodyPages } from './body.pages.js';
import { BodyFacts } from './body-facts.service.js';
import { CorrectionFacts } from './correction-facts.service.js';
import { GiftFacts } from './gift-facts.service.js';
import { FundFacts } from './fund-facts.service.js';
import { DeskDecisions } from './desk-decisions.js';
import { DisputesApi } from './disputes.api.js';
import { DisputePages } from './disputes.pages.js';
import { FilePages } from './files.pages.js';
import { LineChoices } from './line-choices.service.js';
import { LogThings } from './log-things.service.js';
import { MoneyPages } from './money.pages.js';
import { OrderFilePages } from './order-files.pages.js';
import { OrderPages } from './orders.pages.js';
import { StatementPages } from './statements.pages.js';
import { OperatorApi } from './operator.api.js';
import { QueuePages } from './queue.pages.js';
import { QueueService } from './queue.service.js';
import { FundsDeskPages } from './funds.pages.js';
import { FundGiftDeskPages } from './fund-gifts.pages.js';
import { MatchingFacts } from './matching-facts.service.js';
import { MessageFacts } from './message-facts.service.js';
import { ProgrammeFacts } from './programme-facts.service.js';
import { RefundPages } from './refunds.pages.js';
import { SignedThings } from './signed.service.js';
import { Staffing } from './staffing.service.js';
import { TownThings } from './town-things.service.js';
import { ProjectFacts } from './project-facts.service.js';
import { SignedKinds } from './signed-kinds.js';
import { TwinsFacts } from './twins-facts.service.js';
import { VoteFacts } from './vote-facts.service.js';
import { WatchPages } from './watch.pages.js';
import { WorkPages } from './works.pages.js';

/** The operator's desk: what waits for his staff, and everything that two of them sign. */
@Module({
  imports: [
    ...[ApprovalsModule, AuditModule, DeliveryModule, HometownsModule, IdentityModule],
    ...[
      BankingModule,
      BooksModule,
      CashModule,
      CorrectionsModule,
      DissolutionsModule,
      MatchingModule,
      MessagesModule,
      BudgetingModule,
      FundsModule,
      LedgerModule,
      NeedsModule,
      NeighboursModule,
      PaymentsModule,
      PledgesModule,
      ProgrammesModule,
      ProjectsModule,
      RatesModule,
      VotingModule,
    ],
  ],
  controllers: [
    OperatorApi,
    DisputesApi,
    QueuePages,
    FilePages,
    BodyPages,
    WorkPages,
    MoneyPages,
    BankLinePages,
    BankPages,
    BankAccountPages,
    StatementPages,
    OrderFilePages,
    OrderPages,
    FundsDeskPages,
    FundGiftDeskPages,
    RefundPages,
    DisputePages,
    WatchPages,
  ],
  providers: [
    BankFacts,
    BodyFacts,
    CorrectionFacts,
    DeskDecisions,
    FundFacts,
    GiftFacts,
    LineChoices,
    LogThings,
    MatchingFacts,
    MessageFacts,
    ProgrammeFacts,
    ProjectFacts,
    QueueService,
    SignedKinds,
    SignedThings,
    Staffing,
    TownThings,
    TwinsFacts,
    VoteFacts,
  ],
  exports: [SignedThings],
})
export class OperatorModule {}
