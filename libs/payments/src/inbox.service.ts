import { Injectable } from '@nestjs/common';
import { ChargeSync } from './charge-sync.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { DisputeSync } from './dispute-sync.service.js';
import { LooksService } from './looks.service.js';
import { PayoutSync } from './payout-sync.service.js';
import { RefundSync } from './refund-sync.service.js';

/** Works off what Stripe told: from the object to our rows. */
@Injectable()
export class InboxService {
  constructor(
    private readonly looks: LooksService,
    private readonly checkouts: CheckoutSync,
    private readonly charges: ChargeSync,
    private readonly refunds: RefundSync,
    private readonly payouts: PayoutSync,
    private readonly disputes: DisputeSync,
  ) {}

  /** Reads an object again and takes over what is found. */
  async look(object: string): Promise<void> {
    await this.looks.take(object);
    const at = object.indexOf(':');
    const [kind, id] = [object.slice(0, at), object.slice(at + 1)];
    switch (kind) {
      case 'checkout':
        return this.checkouts.look(id);
      case 'charge':
        return this.charges.look(id);
      case 'intent':
        return this.charges.lookAt(id);
      case 'stripe-charge':
        return this.charges.lookAtCharge(id);
      case 'refund':
        return this.refunds.look(id);
      case 'payout':
        return this.payouts.look(id);
      case 'dispute':
        return this.disputes.look(id);
      case 'warning':
        return this.disputes.lookAtWarning(id);
    }
  }
}
