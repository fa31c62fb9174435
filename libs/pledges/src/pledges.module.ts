import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { BroughtService } from './brought.service.js';
import { CampaignStands } from './campaign-stands.service.js';
import { ClosingService } from './closing.service.js';
import { CollectingService } from './collecting.service.js';
import { DeskQueries } from './desk.queries.js';
import { DisputeBooks } from './dispute-books.service.js';
import { EndingQueries } from './ending.queries.js';
import { GiftDisputesQueries } from './gift-disputes.queries.js';
import { GiftDisputesService } from './gift-disputes.service.js';
import { GiftRefundsService } from './gift-refunds.service.js';
import { GiftsBack } from './gifts-back.service.js';
import { GivingService } from './giving.service.js';
import { LineGiftsQueries } from './line-gifts.queries.js';
import { LossBooks } from './loss-books.service.js';
import { MatchesService } from './matches.service.js';
import { MistakenGiftsService } from './mistaken-gifts.service.js';
import { LossesService } from './losses.service.js';
import { NextNeedsService } from './next-needs.service.js';
import { PayingService } from './paying.service.js';
import { PaymentPages } from './payment-pages.js';
import { Pledge } from './pledge.entity.js';
import { PledgesHandlers } from './pledges.handlers.js';
import { PledgesQueries } from './pledges.queries.js';
import { PoolsQueries } from './pools.queries.js';
import { PricingService } from './pricing.service.js';
import { PromisesService } from './promises.service.js';
import { PublicWordsService } from './public-words.service.js';
import { PursesService } from './purses.service.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { RefundRequestsService } from './refund-requests.service.js';
import { ReturnOrdersService } from './return-orders.service.js';
import { ReturningService } from './returning.service.js';
import { TakingService } from './taking.service.js';
import { TransfersService } from './transfers.service.js';
import { UndrawnGifts } from './undrawn-gifts.js';
import { WindingService } from './winding.service.js';

const door = [
  BroughtService,
  ClosingService,
  DeskQueries,
  DisputeBooks,
  EndingQueries,
  GiftDisputesQueries,
  GiftRefundsService,
  GiftsBack,
  GivingService,
  LineGiftsQueries,
  LossesService,
  MatchesService,
  MistakenGiftsService,
  NextNeedsService,
  PledgesQueries,
  PoolsQueries,
  PromisesService,
  PublicWordsService,
  PursesService,
  ReceiptsQueries,
  RefundRequestsService,
  ReturnOrdersService,
  TransfersService,
  UndrawnGifts,
  WindingService,
];

/** Pledges, receipts, closing and collecting, money back. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Pledge]),
    ...[
      ApprovalsModule,
      HometownsModule,
      IdentityModule,
      LedgerModule,
      BankingModule,
      PaymentsModule,
      ProjectsModule,
      RatesModule,
    ],
  ],
  providers: [
    ...door,
    CampaignStands,
    CollectingService,
    GiftDisputesService,
    LossBooks,
    PayingService,
    PaymentPages,
    PledgesHandlers,
    PricingService,
    ReturningService,
    TakingService,
  ],
  exports: door,
})
export class PledgesModule {}
