import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChargeId, CheckoutId } from '#libs/payments/src/index.js';
import { Handlers, Outbox, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { GiftsBack, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { FundDisputesService } from './fund-disputes.service.js';
import type { FundGiftId } from './fund-gift.entity.js';
import { FundPayingService } from './fund-paying.service.js';
import { fundRefundEvent } from './funds.events.js';
import { InstalmentsService } from './instalments.service.js';
import { NeedsService } from './needs.service.js';
import type { PlanId } from './plan.entity.js';

const CHARGE_SECONDS = 60;
const LAPSE_SECONDS = 5;
const DISPUTE_SECONDS = 5;
const NEED_SECONDS = 60;

/** What funds do when payments tell them something, when a month's day has come, and when a deadline has passed. */
@Injectable()
export class FundsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly paying: FundPayingService,
    private readonly instalments: InstalmentsService,
    private readonly back: GiftsBack,
    private readonly disputes: FundDisputesService,
    private readonly needs: NeedsService,
    private readonly orders: ReturnOrdersService,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    const [gift, plan] = ['fund-gift', 'fund-plan'] as const;
    this.ours(plan, 'payments.card-saved', 'funds.card', (tx, id, { checkoutId }) =>
      this.paying.cardSaved(tx, id as PlanId, checkoutId as CheckoutId),
    );
    this.ours(gift, 'payments.paid', 'funds.paid', (tx, id, { chargeId }) =>
      this.paying.paid(tx, id as FundGiftId, chargeId as ChargeId),
    );
    this.ours(gift, 'payments.charge-failed', 'funds.decline', (tx, id, { chargeId }) =>
      this.paying.chargeFailed(tx, id as FundGiftId, chargeId as ChargeId),
    );
    this.ours(gift, 'payments.checkout-expired', 'funds.page', (tx, id, { checkoutId }) =>
      this.paying.giftPageExpired(tx, id as FundGiftId, checkoutId as CheckoutId),
    );
    this.ours(plan, 'payments.checkout-expired', 'funds.card-page', (tx, id, { checkoutId }) =>
      this.paying.planPageExpired(tx, id as PlanId, checkoutId as CheckoutId),
    );
    for (const what of ['refunded', 'refund-failed'] as const)
      this.ours(gift, `payments.${what}`, 'funds.refund', async (tx, id, { refundId }) => {
        const ours = await this.back.told(tx, String(refundId), what === 'refunded' ? 'paid' : 'failed');
        if (ours) await this.outbox.add(tx, fundRefundEvent(what, id, String(refundId)));
      });
    this.ours(gift, 'banking.order-arrived', 'funds.order', async (tx, id, { orderId }) => {
      const refundId = await this.orders.told(tx, String(orderId), 'arrived');
      if (refundId) await this.outbox.add(tx, fundRefundEvent('refunded', id, refundId));
    });
    for (const event of ['banking.order-rejected', 'banking.order-returned'])
      this.ours(gift, event, 'funds.order', async (tx, _, { orderId }) => {
        await this.orders.told(tx, String(orderId), 'fallen');
      });
    for (const event of ['payments.disputed', 'payments.dispute-ended'])
      this.ours(gift, event, 'funds.dispute', (tx, id, { disputeId }) =>
        this.disputes.look(tx, id as FundGiftId, String(disputeId)),
      );
    this.handlers.every(DISPUTE_SECONDS, 'funds.disputes', () => this.disputes.lookDue());
    this.handlers.every(CHARGE_SECONDS, 'funds.charge', () => this.instalments.chargeDue());
    this.handlers.every(LAPSE_SECONDS, 'funds.lapse', () => this.instalments.lapseDue());
    this.handlers.every(NEED_SECONDS, 'funds.need-lapse', () => this.needs.lapseDue());
  }

  /** Payments tell everybody; what belongs to a gift or a plan is for us. */
  private ours(
    kind: 'fund-gift' | 'fund-plan',
    event: string,
    consumer: string,
    work: (tx: Tx, id: string, data: StoredEvent['data']) => Promise<void>,
  ): void {
    this.handlers.on(event, consumer, async (tx, { data }) => {
      const [whose, id] = String(data.owner).split(':');
      if (whose === kind) await work(tx, id!, data);
    });
  }
}
