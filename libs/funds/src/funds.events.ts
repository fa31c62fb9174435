import type { DomainEvent } from '#libs/platform/src/index.js';

/** Something happened to one gift to a fund. */
export function fundGiftEvent(
  what: 'counted' | 'declined' | 'lapsed' | 'overpaid',
  { id }: { readonly id: string },
): DomainEvent {
  return { name: `funds.gift-${what}`, data: { giftId: id } };
}

/** A monthly gift has begun, or has ended. */
export function planEvent(what: 'begun' | 'ended', { id }: { readonly id: string }): DomainEvent {
  return { name: `funds.plan-${what}`, data: { planId: id } };
}

/** Money of a gift went back to its donor; or came back to us, or was refused, and is owed still. */
export function fundRefundEvent(what: 'refunded' | 'refund-failed', giftId: string, refundId: string): DomainEvent {
  return { name: `funds.gift-${what}`, data: { giftId, refundId } };
}
