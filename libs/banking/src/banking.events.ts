import type { PersonId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import { refunded, refundFailed } from '#libs/payments/src/index.js';
import type { BankLineId } from './bank-line.js';
import type { PaymentOrder } from './payment-order.js';

/** What happened to a payment order; one that pays back a gift is told as its refund too (refundId = the order's id). */
export function orderNews(
  { id, owner, kind }: PaymentOrder,
  what: 'sent' | 'arrived' | 'rejected' | 'returned',
): DomainEvent[] {
  const news = { name: `banking.order-${what}`, data: { orderId: id, owner } };
  if (kind !== 'refund' || what === 'sent') return [news];
  return [news, what === 'arrived' ? refunded(id, owner) : refundFailed(id, owner)];
}

/** A statement has shown money that nobody has claimed; `by` is who signed the statement second. */
export const lineReceived = (lineId: BankLineId, by: PersonId): DomainEvent => ({
  name: 'banking.line-received',
  data: { lineId, by },
});
