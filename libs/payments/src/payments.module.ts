import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { AccountSync } from './account-sync.service.js';
import { ChargeSync } from './charge-sync.service.js';
import { ChargesService } from './charges.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { CheckoutsService } from './checkouts.service.js';
import { InboxService } from './inbox.service.js';
import { LooksService } from './looks.service.js';
import { OrderRejectionsService } from './order-rejections.service.js';
import { PaymentOrdersService } from './payment-orders.service.js';
import { PaymentsHandlers } from './payments.handlers.js';
import { PaymentsQueries } from './payments.queries.js';
import { ReconcileService } from './reconcile.service.js';
import { RefundSync } from './refund-sync.service.js';
import { RefundsService } from './refunds.service.js';
import { AccountGateway } from './stripe/account.gateway.js';
import { ChargeGateway } from './stripe/charge.gateway.js';
import { SessionGateway } from './stripe/session.gateway.js';
import { StripeSignature } from './stripe/signature.js';
import { StripeClient } from './stripe/stripe.client.js';
import { BankEffectsService } from './bank-effects.service.js';
import { BankMoney } from './bank-money.js';
import { BankService } from './bank.service.js';
import { BookingsService } from './bookings.service.js';
import { TransactionsService } from './transactions.service.js';
import { WebhookService } from './webhook.service.js';

const door = [
  CheckoutsService,
  ChargesService,
  RefundsService,
  WebhookService,
  ReconcileService,
  BankService,
  PaymentOrdersService,
  OrderRejectionsService,
  PaymentsQueries,
];
const stripe = [StripeClient, StripeSignature, SessionGateway, ChargeGateway, AccountGateway];
const inner = [
  AccountSync,
  BankEffectsService,
  BankMoney,
  BookingsService,
  ChargeSync,
  CheckoutSync,
  InboxService,
  LooksService,
  PaymentsHandlers,
  RefundSync,
  TransactionsService,
];

/** Charges, refunds, disputes, payouts, bank lines and payment orders; the only room that knows Stripe. */
@Module({
  imports: [ApprovalsModule, IdentityModule, LedgerModule],
  providers: [...door, ...stripe, ...inner],
  exports: door,
})
export class PaymentsModule {}
