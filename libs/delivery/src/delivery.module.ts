import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { CancellationService } from './cancellation.service.js';
import { CompletionService } from './completion.service.js';
import { DecisionsService } from './decisions.service.js';
import { DeliveryHandlers } from './delivery.handlers.js';
import { DeliveryQueries } from './delivery.queries.js';
import { EvidenceService } from './evidence.service.js';
import { InvoicesService } from './invoices.service.js';
import { MistakenPaymentsService } from './mistaken-payments.service.js';
import { MoneyBackService } from './money-back.service.js';
import { ProjectMoney } from './project-money.js';
import { ReleasesService } from './releases.service.js';
import { StagesService } from './stages.service.js';
import { TranchesService } from './tranches.service.js';
import { WorksQueries } from './works.queries.js';

const door = [
  TranchesService, EvidenceService, ReleasesService, InvoicesService, StagesService, MistakenPaymentsService, MoneyBackService, CompletionService, CancellationService,
  DeliveryQueries, WorksQueries,
]; // prettier-ignore

/** From the first tranche to the act of acceptance, or to the cancellation. */
@Module({
  imports: [
    ApprovalsModule, HometownsModule, IdentityModule, LedgerModule, BankingModule, PledgesModule, ProjectsModule, VotingModule,
  ], // prettier-ignore
  providers: [...door, DecisionsService, ProjectMoney, DeliveryHandlers],
  exports: door,
})
export class DeliveryModule {}
