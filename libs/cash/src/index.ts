export {
  BRING_DAYS,
  CASH_OFFICERS,
  type Cashier,
  type CashierId,
  type Deposit,
  type DepositId,
  type Receipt,
  type ReceiptWords,
} from './cash.js';
export { CashBookQueries, type CashLine } from './cash-book.queries.js';
export { CashModule } from './cash.module.js';
export { type CashDue, CashQueries } from './cash.queries.js';
export { CashiersService } from './cashiers.service.js';
export { CoversService } from './covers.service.js';
export { DepositsService } from './deposits.service.js';
export { MistakenDepositsService } from './mistaken-deposits.service.js';
export { emailIn, giverIn } from './receipt.words.js';
export { ReceiptsService } from './receipts.service.js';
export { VoidsService } from './voids.service.js';
