import { type DynamicModule, Module } from '@nestjs/common';
import { HouseModule } from '#libs/house/src/index.js';
import type { Config } from '#libs/platform/src/index.js';
import { AboutModule } from './about/about.module.js';
import { AccountModule } from './account/account.module.js';
import { ApplyModule } from './apply/apply.module.js';
import { ApiDocModule } from './apidoc/apidoc.module.js';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { ArtModule } from './art/art.module.js';
import { AssociationModule } from './association/association.module.js';
import { BankModule } from './bank/bank.module.js';
import { BodiesModule } from './bodies/bodies.module.js';
import { BooksModule } from './books/books.module.js';
import { BudgetingModule } from './budgeting/budgeting.module.js';
import { CashModule } from './cash/cash.module.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { DissolutionsModule } from './dissolutions/dissolutions.module.js';
import { EdgeModule } from './edge/edge.module.js';
import { FilesModule } from './files/files.module.js';
import { FindingModule } from './finding/finding.module.js';
import { FundsModule } from './funds/funds.module.js';
import { HomeModule } from './home/home.module.js';
import { MatchingModule } from './matching/matching.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { NeedsModule } from './needs/needs.module.js';
import { NeighboursModule } from './neighbours/neighbours.module.js';
import { OperatorModule } from './operator/operator.module.js';
import { OpsModule } from './ops/ops.module.js';
import { PlacesModule } from './places/places.module.js';
import { PledgingModule } from './pledging/pledging.module.js';
import { CofundingModule } from './cofunding/cofunding.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { ProjectPagesModule } from './projects/project-pages.module.js';
import { ProjectsModule } from './projects/projects.module.js';
import { TogetherModule } from './together/together.module.js';
import { TownHallModule } from './town-hall/town-hall.module.js';
import { VoiceModule } from './voice/voice.module.js';
import { VotingModule } from './voting/voting.module.js';

const rooms = [
  AboutModule,
  AccountModule,
  ApplyModule,
  ApiDocModule,
  ApprovalsModule,
  ArtModule,
  AssociationModule,
  BankModule,
  BodiesModule,
  BooksModule,
  BudgetingModule,
  CashModule,
  CorrectionsModule,
  DeliveryModule,
  DissolutionsModule,
  EdgeModule,
  FilesModule,
  FindingModule,
  FundsModule,
  HomeModule,
  MatchingModule,
  MessagesModule,
  NeedsModule,
  NeighboursModule,
  OperatorModule,
  OpsModule,
  PlacesModule,
  PledgingModule,
  CofundingModule,
  ProgrammesModule,
  ProjectPagesModule,
  ProjectsModule,
  TogetherModule,
  TownHallModule,
  VoiceModule,
  VotingModule,
];

/** The web process: one module a thing that a visitor does. */
@Module({})
export class WebModule {
  static with(config: Config): DynamicModule {
    return { module: WebModule, imports: [HouseModule.with(config), ...rooms] };
  }
}
