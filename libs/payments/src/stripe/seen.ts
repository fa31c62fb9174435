import type { Currency, Money } from '#libs/kernel/src/index.js';

/** A movement of the balance at Stripe, in the currency in which it settles. `net` = `amount` − `fee`; signs are Stripe's. */
export interface SeenTransaction {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  /** The charge, refund, dispute or payout that caused it. */
  readonly source: string | null;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly currency: Currency;
  readonly at: Date;
}

/** What Stripe says lies on its balance in one currency: what may be paid out, and what is still on its way there. */
export interface SeenBalance {
  readonly available: Money;
  readonly pending: Money;
}

/** The successful charge of a payment. */
export interface SeenCharge {
  readonly id: string;
  /** When it was authorised. */
  readonly at: Date;
  readonly transaction: SeenTransaction | null;
}

/** A payment as it stands now. `open`: nobody has tried yet. */
export interface SeenIntent {
  readonly id: string;
  readonly status: 'open' | 'processing' | 'needs-action' | 'failed' | 'succeeded';
  readonly amount: Money;
  /** Why it failed: Stripe's decline code, or its error code. */
  readonly failure: string | null;
  readonly charge: SeenCharge | null;
  readonly checkoutId: string | null;
  readonly chargeId: string | null;
  readonly customer: string | null;
}

/** A card that was saved; `until` is its last month ("2026-11"), null of what is no card. */
export interface SeenCard {
  readonly setupIntent: string;
  readonly customer: string;
  readonly paymentMethod: string;
  readonly until: string | null;
}

/** A hosted checkout as it stands now. */
export interface SeenSession {
  readonly id: string;
  readonly status: 'open' | 'complete' | 'expired';
  readonly url: string | null;
  readonly checkoutId: string | null;
  readonly intent: SeenIntent | null;
  readonly card: SeenCard | null;
}

/** A refund as it stands now. */
export interface SeenRefund {
  readonly id: string;
  readonly refundId: string | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failure: string | null;
  readonly amount: Money;
  readonly transactions: readonly SeenTransaction[];
}

/** A dispute as it stands now; an inquiry has moved no money. */
export interface SeenDispute {
  readonly id: string;
  readonly stripeCharge: string;
  readonly amount: Money;
  readonly reason: string;
  readonly status: string;
  readonly inquiry: boolean;
  readonly outcome: 'won' | 'lost' | null;
  readonly answerBy: Date | null;
  readonly at: Date;
  readonly transactions: readonly SeenTransaction[];
}

/** A bank's warning that a charge was probably not its holder's. `actionable`: a refund would still forestall a dispute. */
export interface SeenWarning {
  readonly id: string;
  readonly stripeCharge: string;
  readonly fraudType: string;
  readonly actionable: boolean;
  readonly at: Date;
}

/** A payout as it stands now. */
export interface SeenPayout {
  readonly id: string;
  readonly amount: Money;
  readonly state: 'in-transit' | 'paid' | 'failed';
  readonly failure: string | null;
  readonly arrivesOn: Date;
  readonly at: Date;
  readonly transactions: readonly SeenTransaction[];
}

/** What an event tells: a hint which object to read again, never the truth about it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly live: boolean;
  /** Stripe's id of the object it is about. */
  readonly object: string;
  /** The payment it belongs to, when it says so. */
  readonly intent: string | null;
  /** Our own ids, when the object carries them. */
  readonly checkoutId: string | null;
  readonly chargeId: string | null;
}
