import { Module, type OnModuleInit } from '@nestjs/common';
import { BooksModule } from '#libs/books/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { MessagesModule } from '#libs/messages/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { GiftRefundsService, LossesService, PledgesModule } from '#libs/pledges/src/index.js';
import { ProgrammesModule } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { MinutesModule } from '../association/minutes.module.js';
import { FacesModule } from '../projects/faces.module.js';
import { StripeWebhook } from '../webhooks/stripe.api.js';
import { ChoicePages } from './choice.pages.js';
import { GiftPages } from './gift.pages.js';
import { GivePages } from './give.pages.js';
import { GiveSheets } from './give.sheet.js';
import { MatchingModule } from '#libs/matching/src/index.js';
import { PledgesApi } from './pledges.api.js';
import { ReceiptPages } from './receipt.pages.js';
import { ReceiptPapers } from './receipt-papers.service.js';
import { ReceiptsApi } from './receipts.api.js';
import { RefundAskPages } from './refund-ask.pages.js';
import { RefundRequestsApi } from './refund-requests.api.js';
import { RefundsApi } from './refunds.api.js';
import { ThanksPages } from './thanks.pages.js';
import { TurnPages } from './turn.pages.js';
import { UnfollowPages } from './unfollow.pages.js';
import { WordsApi } from './words.api.js';
import { WordsPages } from './words.pages.js';

/** Giving: the form, the way to the payment page and back, and what comes of it. */
@Module({
  imports: [
    BooksModule,
    CashModule,
    CofundingModule,
    FacesModule,
    FundsModule,
    HometownsModule,
    IdentityModule,
    BankingModule,
    LedgerModule,
    MessagesModule,
    MinutesModule,
    PaymentsModule,
    MatchingModule,
    PledgesModule,
    ProgrammesModule,
    ProjectsModule,
    RatesModule,
    VoiceModule,
  ],
  controllers: [
    GivePages,
    ThanksPages,
    TurnPages,
    GiftPages,
    ChoicePages,
    RefundAskPages,
    RefundRequestsApi,
    ReceiptPages,
    UnfollowPages,
    PledgesApi,
    ReceiptsApi,
    RefundsApi,
    WordsApi,
    WordsPages,
    StripeWebhook,
  ],
  providers: [GiveSheets, ReceiptPapers],
  exports: [GiveSheets, ReceiptPapers],
})
export class PledgingModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly refunds: GiftRefundsService,
    private readonly losses: LossesService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('gift-refund', {
      give: (id, by) => this.refunds.confirm(id, by),
      refuse: ({ id }, reason, by) => this.refunds.refuse(id, by, reason),
    });
    this.decisions.register('loss-act', {
      give: (id, by) => this.losses.confirm(id, by),
      refuse: ({ id }, reason, by) => this.losses.refuse(id, by, reason),
    });
  }
}
