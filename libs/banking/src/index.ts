export { BankAccountsService } from './bank-accounts.service.js';
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
export { BankingModule } from './banking.module.js';
export { BankingQueries, type Comparison } from './banking.queries.js';
export { ibanOf } from './iban.js';
export { OrderRejectionsService } from './order-rejections.service.js';
export type { OrderId, OrderState, PaymentOrder } from './payment-order.js';
export { type OrderPayment, PaymentOrdersService } from './payment-orders.service.js';
export type { Referred } from './referred.js';
