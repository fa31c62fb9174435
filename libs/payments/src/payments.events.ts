import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Owner } from './charge.js';

const owned = (name: string, id: string) => (value: string, owner: Owner) => ({ name, data: { [id]: value, owner } });

/** A card is saved and may be charged later. */
export const cardSaved = owned('payments.card-saved', 'checkoutId');
/** A checkout ended without payment or card. */
export const checkoutExpired = owned('payments.checkout-expired', 'checkoutId');
/** Money was charged; whether it counts is its owner's decision. */
export const paid = owned('payments.paid', 'chargeId');
/** A charge was declined or needs the person. */
export const chargeFailed = owned('payments.charge-failed', 'chargeId');
/** A refund has left for the donor. */
export const refunded = owned('payments.refunded', 'refundId');
/** A refund was refused or came back: it is still owed, and a person has to look. */
export const refundFailed = owned('payments.refund-failed', 'refundId');
/**
 * What a donor's bank does about a charge. inquired: it only asks, no money moves; disputed: it has taken the money, perhaps
 * after it had asked; dispute-due: its answer is due in two days; dispute-ended: it has decided, or an inquiry was closed.
 */
export const disputeNews = (
  what: 'inquired' | 'disputed' | 'dispute-due' | 'dispute-ended',
  { id, chargeId, owner }: { id: string; chargeId: string; owner: Owner },
): DomainEvent => ({ name: `payments.${what}`, data: { disputeId: id, chargeId, owner } });
/** A bank warns that a charge was probably not made by the card's holder. */
export const warned = (warningId: string, chargeId: string, owner: Owner): DomainEvent => ({
  name: 'payments.warned',
  data: { warningId, chargeId, owner },
});

// The rest is told to ourselves: work for the queues.
export const chargeWanted = (chargeId: string): DomainEvent => ({ name: 'payments.charge-wanted', data: { chargeId } });
export const refundWanted = (refundId: string): DomainEvent => ({ name: 'payments.refund-wanted', data: { refundId } });
export const cardUnneeded = (checkoutId: string): DomainEvent => ({
  name: 'payments.card-unneeded',
  data: { checkoutId },
});
export const checkoutUnwanted = (checkoutId: string): DomainEvent => ({
  name: 'payments.checkout-unwanted',
  data: { checkoutId },
});
export const lookWanted = (object: string): DomainEvent => ({ name: 'payments.look-wanted', data: { object } });
export const transactionSeen = (transactionId: string): DomainEvent => ({
  name: 'payments.transaction-seen',
  data: { transactionId },
});
