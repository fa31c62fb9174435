import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { AggregatorsService } from './aggregators.service.js';
import { HookService } from './hook.service.js';
import { MessagesHandlers } from './messages.handlers.js';
import { MessagesQueries } from './messages.queries.js';
import { MessagesService } from './messages.service.js';
import { MistakenSettlementsService } from './mistaken-settlements.service.js';
import { SecretsService } from './secrets.service.js';
import { SettlementsService } from './settlements.service.js';
import { SettlingService } from './settling.service.js';
import { TroublesService } from './troubles.service.js';

const door = [
  AggregatorsService,
  HookService,
  MessagesQueries,
  MistakenSettlementsService,
  SecretsService,
  SettlementsService,
  TroublesService,
];

/** Gifts by message that the telephone bill pays: aggregators, what they tell, what they pay. */
@Module({
  imports: [ApprovalsModule, BankingModule, IdentityModule, LedgerModule, PledgesModule, ProjectsModule],
  providers: [...door, MessagesHandlers, MessagesService, SettlingService],
  exports: door,
})
export class MessagesModule {}
