import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BankLineId } from '#libs/banking/src/index.js';
import type { PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import type { ChargeId, CheckoutId } from '#libs/payments/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { ClosingService } from './closing.service.js';
import { CollectingService } from './collecting.service.js';
import { GiftDisputesService } from './gift-disputes.service.js';
import { GiftRefundsService } from './gift-refunds.service.js';
import { PayingService } from './paying.service.js';
import { ReturnOrdersService } from './return-orders.service.js';
import { ReturningService } from './returning.service.js';
import { TransfersService } from './transfers.service.js';
import { WindingService } from './winding.service.js';

const DEADLINE_SECONDS = 1;
const REPAIR_SECONDS = 5;
const REFUND_SECONDS = 300;

/** What pledges do when payments tell them something, when a batch is due, and when a deadline has passed. */
@Injectable()
export class PledgesHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly paying: PayingService,
    private readonly returning: ReturningService,
    private readonly orders: ReturnOrdersService,
    private readonly transfers: TransfersService,
    private readonly closing: ClosingService,
    private readonly collecting: CollectingService,
    private readonly winding: WindingService,
    private readonly refunds: GiftRefundsService,
    private readonly disputes: GiftDisputesService,
  ) {}

  onModuleInit(): void {
    this.listenToPayments();
    const project = (event: StoredEvent) => event.data.projectId as ProjectId;
    this.handlers.on('pledges.collecting', 'pledges.collect', (tx, event) => this.collecting.chargeSome(tx, project(event))); // prettier-ignore
    this.handlers.on('pledges.collect-on', 'pledges.collect', (tx, event) => this.collecting.chargeSome(tx, project(event))); // prettier-ignore
    this.handlers.on('pledges.wind-on', 'pledges.wind', (tx, event) => this.winding.windSome(tx, project(event)));
    this.handlers.every(DEADLINE_SECONDS, 'pledges.close', async () => void (await this.closing.closeDue()));
    this.handlers.every(REPAIR_SECONDS, 'pledges.lapse', async () => void (await this.collecting.lapseDue()));
    this.handlers.every(REFUND_SECONDS, 'pledges.refund-again', async () => void (await this.refunds.retryDue()));
    this.handlers.every(REPAIR_SECONDS, 'pledges.disputes', () => this.disputes.lookDue());
    this.handlers.every(REPAIR_SECONDS, 'pledges.settle', async () => void (await this.closing.settleDue()));
  }

  private listenToPayments(): void {
    this.ours('payments.card-saved', 'pledges.card', (tx, id, { checkoutId }) => this.paying.cardSaved(tx, id, checkoutId as CheckoutId)); // prettier-ignore
    this.ours('payments.paid', 'pledges.paid', (tx, id, { chargeId }) =>
      this.paying.paid(tx, id, chargeId as ChargeId),
    );
    this.ours('payments.charge-failed', 'pledges.decline', (tx, id, { chargeId }) => this.paying.chargeFailed(tx, id, chargeId as ChargeId)); // prettier-ignore
    this.ours('payments.checkout-expired', 'pledges.page', (tx, id, { checkoutId }) => this.paying.checkoutExpired(tx, id, checkoutId as CheckoutId)); // prettier-ignore
    this.ours('payments.refunded', 'pledges.refund', (tx, id, { refundId }) =>
      this.returning.sent(tx, id, String(refundId)),
    );
    for (const event of ['payments.disputed', 'payments.dispute-ended'])
      this.ours(event, 'pledges.dispute', (tx, id, { disputeId }) => this.disputes.look(tx, id, String(disputeId)));
    this.handlers.on('banking.line-received', 'pledges.transfer', (tx, { data }) => this.transfers.matchByCode(tx, data.lineId as BankLineId, data.by as PersonId)); // prettier-ignore
    this.ours('banking.order-arrived', 'pledges.order', async (tx, id, { orderId }) => {
      const refundId = await this.orders.told(tx, String(orderId), 'arrived');
      if (refundId) await this.returning.arrived(tx, id, refundId);
    });
    for (const event of ['banking.order-rejected', 'banking.order-returned'])
      this.ours(event, 'pledges.order', async (tx, _, { orderId }) => {
        await this.orders.told(tx, String(orderId), 'fallen');
      });
    this.ours('payments.refund-failed', 'pledges.refund', (tx, id, { refundId }) => this.returning.failed(tx, id, String(refundId))); // prettier-ignore
  }

  /** Payments and banking tell everybody; what belongs to a pledge is for us. */
  private ours(
    event: string,
    consumer: string,
    work: (tx: Tx, pledgeId: PledgeId, data: StoredEvent['data']) => Promise<void>,
  ): void {
    this.handlers.on(event, consumer, async (tx, { data }) => {
      const [kind, id] = String(data.owner).split(':');
      if (kind === 'pledge') await work(tx, id as PledgeId, data);
    });
  }
}
