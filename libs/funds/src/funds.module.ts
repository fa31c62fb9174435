import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { FundAccess } from './fund-access.service.js';
import { FundDisputesService } from './fund-disputes.service.js';
import { FundGift } from './fund-gift.entity.js';
import { FundGivingService } from './fund-giving.service.js';
import { FundPages } from './fund-pages.js';
import { FundPayingService } from './fund-paying.service.js';
import { FundRefundsService } from './fund-refunds.service.js';
import { FundsHandlers } from './funds.handlers.js';
import { FundsQueries } from './funds.queries.js';
import { InstalmentsService } from './instalments.service.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';
import { Plan } from './plan.entity.js';
import { PlansService } from './plans.service.js';

const door = [
  FundAccess,
  FundGivingService,
  FundRefundsService,
  FundsQueries,
  NeedsQueries,
  NeedsService,
  PlansService,
];

/** Towns' funds: gifts made once and monthly, and what the town does with them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([FundGift, Plan]),
    ...[ApprovalsModule, HometownsModule, IdentityModule, LedgerModule, PaymentsModule],
    ...[PledgesModule, ProjectsModule, RatesModule],
  ],
  providers: [...door, FundDisputesService, FundPages, FundPayingService, FundsHandlers, InstalmentsService],
  exports: door,
})
export class FundsModule {}
