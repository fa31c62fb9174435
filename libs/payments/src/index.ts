export { sourceOf } from './bank.postings.js';
export { BankService, type EnterLine } from './bank.service.js';
export {
  type BankAccount,
  type BankAccountId,
  type BankLine,
  type BankLineId,
  type LineMeaning,
  MEANINGS,
} from './bank-line.js';
export type { Charge, ChargeId, ChargeState, CheckoutId, Owner, RefundId } from './charge.js';
export { type ChargeLater, ChargesService } from './charges.service.js';
export type { Checkout, CheckoutState, OpenCheckout } from './checkout.js';
export { CheckoutsService } from './checkouts.service.js';
export { ibanOf } from './iban.js';
export { OrderRejectionsService } from './order-rejections.service.js';
export type { OrderId, OrderState, PaymentOrder } from './payment-order.js';
export { type OrderPayment, PaymentOrdersService } from './payment-orders.service.js';
export { PaymentsModule } from './payments.module.js';
export {
  type Comparison,
  type DisputeSeen,
  PaymentsQueries,
  type PayoutSeen,
  type UnbookedTransaction,
} from './payments.queries.js';
export type { Referred } from './referred.js';
export { type Reconciled, ReconcileService } from './reconcile.service.js';
export { type Refund, RefundsService, type RequestRefund } from './refunds.service.js';
export { WebhookService } from './webhook.service.js';
