import { Injectable } from '@nestjs/common';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { AccountSync } from './account-sync.service.js';
import { ChargeSync } from './charge-sync.service.js';
import { CheckoutSync } from './checkout-sync.service.js';
import { LooksService } from './looks.service.js';
import { RefundSync } from './refund-sync.service.js';

/** Works off what Stripe told: from the event to the object, from the object to our rows. */
@Injectable()
export class InboxService {
  constructor(
    private readonly db: Database,
    private readonly looks: LooksService,
    private readonly checkouts: CheckoutSync,
    private readonly charges: ChargeSync,
    private readonly refunds: RefundSync,
    private readonly account: AccountSync,
  ) {}

  /** An event becomes the wish to read its object again, unless we know already all that it can tell. */
  async handle(tx: Tx, eventId: string): Promise<void> {
    const [event] = await rowsOf<{ object: string }>(
      tx,
      'update payments.stripe_event set handled_at = platform.now() where id = $1 and handled_at is null returning object',
      [eventId],
    );
    if (event && !(await this.isSettled(tx, event.object))) await this.looks.want(tx, event.object);
  }

  /** Reads an object again and takes over what is found. */
  async look(object: string): Promise<void> {
    await this.db.transaction((tx) => this.looks.take(tx, object));
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

  // A payment tells itself in four or five events; once it is paid and its fee known, the rest is no news.
  private async isSettled(tx: Tx, object: string): Promise<boolean> {
    const [kind, id] = object.split(':', 2);
    const column = { charge: 'c.id::text', intent: 'c.payment_intent', checkout: 'c.checkout_id::text' }[kind!];
    if (!column) return false;
    const [settled] = await rowsOf(
      tx,
      `select 1 from payments.charge c join payments.stripe_transaction t on t.source = c.stripe_charge
       where ${column} = $1 and c.state = 'succeeded'
       union all select 1 from payments.checkout where id::text = $1 and state = 'saved' limit 1`,
      [id],
    );
    return settled !== undefined;
  }
}
