import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { MessagesModule } from '#libs/messages/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { CorrectionsHandlers } from './corrections.handlers.js';
import { CorrectionsQueries } from './corrections.queries.js';
import { CorrectionsService } from './corrections.service.js';
import { TakingBackService } from './taking-back.service.js';

const door = [CorrectionsQueries, CorrectionsService];

/** Mistakes of people in the books, set right by two. */
@Module({
  imports: [ApprovalsModule, BankingModule, CashModule, DeliveryModule, IdentityModule, LedgerModule, MatchingModule, MessagesModule, PledgesModule], // prettier-ignore
  providers: [...door, CorrectionsHandlers, TakingBackService],
  exports: door,
})
export class CorrectionsModule {}
