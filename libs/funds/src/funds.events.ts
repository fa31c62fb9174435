import type { DomainEvent } from '#libs/platform/src/index.js';
import type { NeedId, NeedState } from './need.js';

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

/** A monthly gift is not what it was: its sum (`before`: what the card was charged, in minor units), its card, or it goes on after a pause. */
export function planChanged(
  what: 'sum' | 'card' | 'resumed',
  { id }: { readonly id: string },
  before?: bigint,
): DomainEvent {
  return { name: 'funds.plan-changed', data: { planId: id, what, before: String(before ?? '') } };
}

/** Money of a gift went back to its donor; or came back to us, or was refused, and is owed still. */
export function fundRefundEvent(what: 'refunded' | 'refund-failed', giftId: string, refundId: string): DomainEvent {
  return { name: `funds.gift-${what}`, data: { giftId, refundId } };
}

/** A town hall asked its town's fund for a project, or what it asked came to an end. */
export function needEvent(what: 'asked' | Exclude<NeedState, 'waiting'>, needId: NeedId): DomainEvent {
  return { name: `funds.need-${what}`, data: { needId } };
}
