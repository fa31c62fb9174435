import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { ChargeSync } from './charge-sync.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { DisputeSync } from './dispute-sync.service.js';
import { InboxService } from './inbox.service.js';
import { ReconcileService } from './reconcile.service.js';
import { RefundSync } from './refund-sync.service.js';
import { TransactionsService } from './transactions.service.js';
import { Turns } from './turns.service.js';

const BOOK_SECONDS = 5;
const EXPIRE_SECONDS = 60;
const DUE_SECONDS = 60;
const RECONCILE_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** What payments does by itself: calls to Stripe through its own queue, and what is found untold. */
@Injectable()
export class PaymentsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly inbox: InboxService,
    private readonly charges: ChargeSync,
    private readonly checkouts: CheckoutSync,
    private readonly refunds: RefundSync,
    private readonly transactions: TransactionsService,
    private readonly disputes: DisputeSync,
    private readonly reconciliation: ReconcileService,
    private readonly turns: Turns,
  ) {}

  onModuleInit(): void {
    const toStripe = (event: string, field: string, work: (id: string) => Promise<void>) =>
      this.handlers.onOutside(event, event, 'stripe', ({ data }) => work(String(data[field])));
    toStripe('payments.look-wanted', 'object', (object) => this.inbox.look(object));
    toStripe('payments.charge-wanted', 'chargeId', (id) => this.charges.attempt(id));
    toStripe('payments.refund-wanted', 'refundId', (id) => this.refunds.attempt(id));
    toStripe('payments.card-unneeded', 'checkoutId', (id) => this.checkouts.detach(id));
    toStripe('payments.checkout-unwanted', 'checkoutId', (id) => this.checkouts.close(id));
    this.handlers.onOutside('payments.transaction-seen', 'payments.transaction-seen', 'events', async ({ data }) => {
      await this.transactions.book(String(data.transactionId));
    });
    this.handlers.every(BOOK_SECONDS, 'payments.book', async () => void (await this.transactions.bookWaiting()));
    this.handlers.every(EXPIRE_SECONDS, 'payments.expire', () => this.reconciliation.expireUnopened());
    this.handlers.every(DAY_SECONDS, 'payments.forget-turns', () => this.turns.forget());
    this.handlers.every(DUE_SECONDS, 'payments.disputes-due', () => this.disputes.tellDue());
    this.handlers.every(RECONCILE_SECONDS, 'payments.reconcile', async () => {
      await this.reconciliation.reconcile();
    });
  }
}
