import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChargeId, CheckoutId } from '#libs/payments/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import type { FundGiftId } from './fund-gift.entity.js';
import { FundPayingService } from './fund-paying.service.js';
import { FundRefundsService } from './fund-refunds.service.js';
import { FundReturns } from './fund-returns.service.js';
import { InstalmentsService } from './instalments.service.js';
import type { PlanId } from './plan.entity.js';

const CHARGE_SECONDS = 60;
const LAPSE_SECONDS = 5;
const REFUND_SECONDS = 300;

/** What funds do when payments tell them something, when a month's day has come, and when a deadline has passed. */
@Injectable()
export class FundsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly paying: FundPayingService,
    private readonly instalments: InstalmentsService,
    private readonly returns: FundReturns,
    private readonly refunds: FundRefundsService,
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
    this.ours(gift, 'payments.refunded', 'funds.refund', (tx, _, { refundId }) =>
      this.returns.told(tx, String(refundId), 'paid'),
    );
    this.ours(gift, 'payments.refund-failed', 'funds.refund', (tx, _, { refundId }) =>
      this.returns.told(tx, String(refundId), 'failed'),
    );
    this.handlers.every(REFUND_SECONDS, 'funds.refund-again', () => this.refunds.retryDue());
    this.handlers.every(CHARGE_SECONDS, 'funds.charge', () => this.instalments.chargeDue());
    this.handlers.every(LAPSE_SECONDS, 'funds.lapse', () => this.instalments.lapseDue());
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
