import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { CashBookQueries } from './cash-book.queries.js';
import { CashHandlers } from './cash.handlers.js';
import { CashQueries } from './cash.queries.js';
import { CashiersService } from './cashiers.service.js';
import { CountingService } from './counting.service.js';
import { CoversService } from './covers.service.js';
import { DepositsService } from './deposits.service.js';
import { MistakenDepositsService } from './mistaken-deposits.service.js';
import { ReceiptQuestions } from './receipt-questions.service.js';
import { ReceiptsService } from './receipts.service.js';
import { VoidsService } from './voids.service.js';

const door = [
  CashBookQueries,
  CashiersService,
  CashQueries,
  CoversService,
  DepositsService,
  MistakenDepositsService,
  ReceiptsService,
  VoidsService,
];

/** Cash in the hands of associations' cashiers, and its way to the bank. */
@Module({
  imports: [
    ApprovalsModule,
    BankingModule,
    HometownsModule,
    IdentityModule,
    LedgerModule,
    PledgesModule,
    ProjectsModule,
  ],
  providers: [...door, CashHandlers, CountingService, ReceiptQuestions],
  exports: door,
})
export class CashModule {}
