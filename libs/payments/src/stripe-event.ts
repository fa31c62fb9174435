import type { SeenEvent } from './stripe/seen.js';

const PAYMENTS =
  /^(payment_intent\.(succeeded|payment_failed|processing|canceled|requires_action)|charge\.(succeeded|updated|failed|pending))$/;

/**
 * Which object an event asks to read again, by our own name where we have one: siblings of one payment name the same.
 * "none": it tells nothing that we act on.
 */
export function objectOf(
  type: string,
  event: Pick<SeenEvent, 'object' | 'intent' | 'checkoutId' | 'chargeId'>,
): string {
  if (type.startsWith('charge.dispute.')) return `dispute:${event.object}`;
  if (type.startsWith('refund.') || type === 'charge.refund.updated') return `refund:${event.object}`;
  if (type.startsWith('radar.early_fraud_warning.')) return `warning:${event.object}`;
  if (type.startsWith('payout.')) return `payout:${event.object}`;
  const session = type.startsWith('checkout.session.') || type === 'setup_intent.succeeded';
  if (!session && !PAYMENTS.test(type)) return 'none';
  if (event.chargeId) return `charge:${event.chargeId}`;
  if (event.checkoutId) return `checkout:${event.checkoutId}`;
  return event.intent ? `intent:${event.intent}` : 'none';
}
