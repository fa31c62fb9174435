import { Module, type OnModuleInit } from '@nestjs/common';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { GiftRefundsService, PledgesModule } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { StripeWebhook } from '../webhooks/stripe.api.js';
import { PledgesApi } from './pledges.api.js';
import { RefundsApi } from './refunds.api.js';

/** Giving: the form, the way to the payment page and back, and what comes of it. */
@Module({ imports: [PledgesModule, PaymentsModule], controllers: [PledgesApi, RefundsApi, StripeWebhook] })
export class PledgingModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly refunds: GiftRefundsService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('gift-refund', {
      give: (id, by) => this.refunds.confirm(id, by),
      refuse: ({ id }, reason, by) => this.refunds.refuse(id, by, reason),
    });
  }
}
