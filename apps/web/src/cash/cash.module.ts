import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { CashModule as CashLib } from '#libs/cash/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FacesModule } from '../projects/faces.module.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { CashApi } from './cash.api.js';
import { CashDesk } from './cash-desk.service.js';
import { CashOperatorApi } from './cash-operator.api.js';
import { CashOperatorPages } from './cash-operator.pages.js';
import { CashPages } from './cash.pages.js';
import { CashDepositPages } from './deposits.pages.js';
import { CashReceiptPages } from './receipts.pages.js';

/** Cash in the hands of associations' cashiers: their receipts, slips and book. */
@Module({
  imports: [
    ApprovalsModule,
    BankingModule,
    CashLib,
    FacesModule,
    HometownsModule,
    IdentityModule,
    PledgesModule,
    ProjectsModule,
    TownHallModule,
  ],
  controllers: [CashPages, CashReceiptPages, CashDepositPages, CashApi, CashOperatorPages, CashOperatorApi],
  providers: [CashDesk],
})
export class CashModule {}
