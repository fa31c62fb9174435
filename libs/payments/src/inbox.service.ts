import { Injectable } from '@nestjs/common';
import { AccountSync } from './account-sync.service.js';
import { ChargeSync } from './charge-sync.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { LooksService } from './looks.service.js';
import { RefundSync } from './refund-sync.service.js';

/** Works off what Stripe told: from the object to our rows. */
@Injectable()
export class InboxService {
  constructor(
    private readonly looks: LooksService,
    private readonly checkouts: CheckoutSync,
    private readonly charges: ChargeSync,
    private readonly refunds: RefundSync,
    private readonly account: AccountSync,
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
        return this.account.lookAtPayout(id);
      case 'dispute':
        return this.account.lookAtDispute(id);
    }
  }
}
