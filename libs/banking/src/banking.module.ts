import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { BankAccountsService } from './bank-accounts.service.js';
import { BankEffectsService } from './bank-effects.service.js';
import { BankMoney } from './bank-money.js';
import { BankService } from './bank.service.js';
import { BankingQueries } from './banking.queries.js';
import { HoldsService } from './holds.service.js';
import { LineReturnsService } from './line-returns.service.js';
import { MistakenLinesService } from './mistaken-lines.service.js';
import { MistakenOrdersService } from './mistaken-orders.service.js';
import { NamingService } from './naming.service.js';
import { OrderFilesQueries } from './order-files.queries.js';
import { OrderFilesService } from './order-files.service.js';
import { OrderRejectionsService } from './order-rejections.service.js';
import { PaymentOrdersService } from './payment-orders.service.js';
import { StatementBooking } from './statement-booking.service.js';
import { StatementsQueries } from './statements.queries.js';
import { StatementsService } from './statements.service.js';

const door = [
  BankAccountsService,
  BankService,
  BankingQueries,
  HoldsService,
  LineReturnsService,
  MistakenLinesService,
  MistakenOrdersService,
  NamingService,
  OrderFilesQueries,
  OrderFilesService,
  OrderRejectionsService,
  PaymentOrdersService,
  StatementsQueries,
  StatementsService,
];

/** The operator's bank accounts, their statements, and the orders given to the bank. */
@Module({
  imports: [ApprovalsModule, IdentityModule, LedgerModule, PaymentsModule, RatesModule],
  providers: [...door, BankEffectsService, BankMoney, StatementBooking],
  exports: door,
})
export class BankingModule {}
