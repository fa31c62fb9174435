import { type DynamicModule, Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { AuditModule } from '#libs/audit/src/index.js';
import { BooksModule } from '#libs/books/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { CorrectionsModule } from '#libs/corrections/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { DissolutionsModule } from '#libs/dissolutions/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { MessagesModule } from '#libs/messages/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { NoticesModule } from '#libs/notices/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProgrammesModule } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { type Config, PlatformModule } from '#libs/platform/src/index.js';

const rooms = [
  ApprovalsModule,
  AssembliesModule,
  AuditModule,
  BooksModule,
  BudgetingModule,
  CashModule,
  CofundingModule,
  CorrectionsModule,
  DeliveryModule,
  DissolutionsModule,
  FundsModule,
  HometownsModule,
  IdentityModule,
  LedgerModule,
  MatchingModule,
  MessagesModule,
  NeedsModule,
  NeighboursModule,
  NoticesModule,
  BankingModule,
  PaymentsModule,
  PledgesModule,
  ProgrammesModule,
  ProjectsModule,
  RatesModule,
  VoiceModule,
  VotingModule,
];

/** Every room of the house, once: what each app's root module stands on. */
@Module({})
export class HouseModule {
  static with(config: Config): DynamicModule {
    return { module: HouseModule, imports: [PlatformModule.with(config), ...rooms] };
  }
}
