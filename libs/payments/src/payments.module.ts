import { Module } from '@nestjs/common';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { ChargeSync } from './charge-sync.service.js';
import { ChargesService } from './charges.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { CheckoutsService } from './checkouts.service.js';
import { DisputeSync } from './dispute-sync.service.js';
import { DisputesQueries } from './disputes.queries.js';
import { InboxService } from './inbox.service.js';
import { LooksService } from './looks.service.js';
import { PaymentsHandlers } from './payments.handlers.js';
import { PaymentsQueries } from './payments.queries.js';
import { PayoutSync } from './payout-sync.service.js';
import { PayoutsService } from './payouts.service.js';
import { ReconcileService } from './reconcile.service.js';
import { RefundSync } from './refund-sync.service.js';
import { RefundsService } from './refunds.service.js';
import { SaidBalance } from './said-balance.service.js';
import { AccountGateway } from './stripe/account.gateway.js';
import { ChargeGateway } from './stripe/charge.gateway.js';
import { SessionGateway } from './stripe/session.gateway.js';
import { StripeSignature } from './stripe/signature.js';
import { StripeClient } from './stripe/stripe.client.js';
import { BookingsService } from './bookings.service.js';
import { TransactionsService } from './transactions.service.js';
import { Turns } from './turns.service.js';
import { WebhookService } from './webhook.service.js';

const door = [
  CheckoutsService,
  ChargesService,
  RefundsService,
  WebhookService,
  ReconcileService,
  PaymentsQueries,
  PayoutsService,
  DisputesQueries,
];
const stripe = [StripeClient, StripeSignature, SessionGateway, ChargeGateway, AccountGateway];
const inner = [
  BookingsService,
  ChargeSync,
  CheckoutSync,
  DisputeSync,
  InboxService,
  LooksService,
  PaymentsHandlers,
  PayoutSync,
  RefundSync,
  SaidBalance,
  TransactionsService,
  Turns,
];

/** Charges, refunds, disputes and payouts; the only room that knows Stripe. */
@Module({
  imports: [LedgerModule],
  providers: [...door, ...stripe, ...inner],
  exports: door,
})
export class PaymentsModule {}
