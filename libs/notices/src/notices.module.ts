import { Module, type OnModuleInit } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { AuditModule } from '#libs/audit/src/index.js';
import { BooksModule } from '#libs/books/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { DissolutionsModule } from '#libs/dissolutions/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { AboutGift } from './about-gift.service.js';
import { AboutProject } from './about-project.service.js';
import { AccountLetters } from './account.letters.js';
import { AssemblyLetters } from './assembly.letters.js';
import { BoardDailyService } from './board-daily.service.js';
import { BoardLetters } from './board.letters.js';
import { BodyLetters } from './body.letters.js';
import { BudgetDeskLetters } from './budget-desk.letters.js';
import { BudgetLetters } from './budget.letters.js';
import { CandidateLetters } from './candidate.letters.js';
import { CashLetters } from './cash.letters.js';
import { Composers } from './composers.js';
import { DailyLetters } from './daily.letters.js';
import { DailyService } from './daily.service.js';
import { DissolutionLetters } from './dissolution.letters.js';
import { FundLetters } from './fund.letters.js';
import { FundNews } from './fund-news.handlers.js';
import type { LetterId } from './letter.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';
import { MemberLetters } from './member.letters.js';
import { NeedLetters } from './need.letters.js';
import { OperatorLetters } from './operator.letters.js';
import { PartnerLetters } from './partner.letters.js';
import { PartnerSharesLetters } from './partner-shares.letters.js';
import { PeopleLetters } from './people.letters.js';
import { PledgeLetters } from './pledge.letters.js';
import { PledgeNews } from './pledge-news.handlers.js';
import { ProxyLetters } from './proxy.letters.js';
import { ProjectLetters } from './project.letters.js';
import { ProjectNews } from './project-news.handlers.js';
import { RefundLetters } from './refund.letters.js';
import { TwinsLetters } from './twins.letters.js';
import { WorksLetters } from './works.letters.js';

/** Letters to people. Listens to everybody; nobody listens to it. */
@Module({
  imports: [
    ...[
      ApprovalsModule,
      BudgetingModule,
      CashModule,
      CofundingModule,
      DeliveryModule,
      FundsModule,
      HometownsModule,
      IdentityModule,
      BankingModule,
    ],
    ...[AuditModule, BooksModule, LedgerModule, NeedsModule, PaymentsModule, PledgesModule, ProjectsModule],
    ...[AssembliesModule, DissolutionsModule, MatchingModule, NeighboursModule, VoiceModule, VotingModule],
  ],
  providers: [
    ...[AboutGift, AboutProject, Composers, LetterContext, LettersService],
    ...[
      AccountLetters,
      AssemblyLetters,
      BoardDailyService,
      BoardLetters,
      BodyLetters,
      BudgetDeskLetters,
      BudgetLetters,
      CandidateLetters,
      CashLetters,
      DailyLetters,
      DailyService,
      DissolutionLetters,
      MemberLetters,
      OperatorLetters,
      PeopleLetters,
    ],
    ...[
      FundLetters,
      FundNews,
      NeedLetters,
      PartnerLetters,
      PartnerSharesLetters,
      PledgeLetters,
      PledgeNews,
      ProjectLetters,
    ],
    ...[ProjectNews, ProxyLetters, RefundLetters, TwinsLetters, WorksLetters],
  ],
  exports: [DailyService],
})
export class NoticesModule implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly letters: LettersService,
  ) {}

  onModuleInit(): void {
    this.handlers.onOutside('notices.ordered', 'notices.send', 'letters', ({ data }) =>
      this.letters.send(String(data.letterId) as LetterId),
    );
  }
}
