export { BankAccountsService } from './bank-accounts.service.js';
export { sourceOf } from './bank.postings.js';
export { BankService } from './bank.service.js';
export type { EnterLine } from './line-entry.js';
export {
  type BankAccount,
  type BankAccountId,
  type BankLine,
  type BankLineId,
  CLAIM_DAYS,
  EXPLAIN_DAYS,
  type LineMeaning,
  MEANINGS,
} from './bank-line.js';
export { BankingModule } from './banking.module.js';
export { BankingQueries } from './banking.queries.js';
export { holdsOf, HoldsService } from './holds.service.js';
export { epcCode } from './epc-code.js';
export { type Payee, payeeOf } from './iban.js';
export { OrderRejectionsService } from './order-rejections.service.js';
export type { OrderId, OrderState, PaymentOrder } from './payment-order.js';
export { type OrderPayment, PaymentOrdersService } from './payment-orders.service.js';
export type { Referred } from './referred.js';
export type { LineThing, Suggested } from './line-things.js';
export { LineReturnsService } from './line-returns.service.js';
export { MistakenLinesService } from './mistaken-lines.service.js';
export { correctionChanged, MistakenOrdersService, type OrderEnd } from './mistaken-orders.service.js';
export { type NameLine, NamingService } from './naming.service.js';
export { cameOf, mustBeThose, namesOf, type OpenLine, openLinesOf } from './open-lines.js';
export type { OrderFile, OrderFileId } from './order-file.js';
export { type NextFile, OrderFilesQueries } from './order-files.queries.js';
export { OrderFilesService } from './order-files.service.js';
export type { Statement, StatementId } from './statement.js';
export {
  COLUMNS,
  type CsvMapping,
  DATE_FORMATS,
  DELIMITERS,
  ENCODINGS,
  type TypedBalances,
} from './statement/csv-file.js';
export type { FileEntry, FileStatement } from './statement/statement-file.js';
export { type Deal, StatementsQueries } from './statements.queries.js';
export { type EnterStatement, StatementsService } from './statements.service.js';
