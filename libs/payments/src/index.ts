export type { Charge, ChargeId, ChargeState, CheckoutId, Owner, RefundId } from './charge.js';
export { type ChargeLater, ChargesService } from './charges.service.js';
export type { Checkout, CheckoutState, OpenCheckout } from './checkout.js';
export { CheckoutsService } from './checkouts.service.js';
export { PaymentsModule } from './payments.module.js';
export { type Reconciled, ReconcileService } from './reconcile.service.js';
export { type Refund, RefundsService, type RequestRefund } from './refunds.service.js';
export { type ChargeLimits, chargeLimits, isChargeable } from './stripe/amounts.js';
export { WebhookService } from './webhook.service.js';
