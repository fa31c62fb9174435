import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { AdviceQueries } from './advice.queries.js';
import { AdviceService } from './advice.service.js';
import { CallsService } from './calls.service.js';
import { DrawingService } from './drawing.service.js';
import { FiguresQueries } from './figures.queries.js';
import { FiguresService } from './figures.service.js';
import { MatchingHandlers } from './matching.handlers.js';
import { MatchingQueries } from './matching.queries.js';
import { SponsorReturnsQueries } from './sponsor-returns.queries.js';
import { SponsorReturnsService } from './sponsor-returns.service.js';
import { SponsorsService } from './sponsors.service.js';

const door = [AdviceQueries, CallsService, FiguresQueries, FiguresService, MatchingQueries, SponsorReturnsQueries, SponsorReturnsService, SponsorsService]; // prettier-ignore

/** Sponsors' calls: rules, pools, what each gift draws. */
@Module({
  imports: [ApprovalsModule, BankingModule, IdentityModule, LedgerModule, PledgesModule, RatesModule],
  providers: [...door, AdviceService, DrawingService, MatchingHandlers],
  exports: door,
})
export class MatchingModule {}
