import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { BankAccountsService } from './bank-accounts.service.js';
import { BankEffectsService } from './bank-effects.service.js';
import { BankMoney } from './bank-money.js';
import { BankService } from './bank.service.js';
import { BankingQueries } from './banking.queries.js';
import { OrderRejectionsService } from './order-rejections.service.js';
import { PaymentOrdersService } from './payment-orders.service.js';

const door = [BankAccountsService, BankService, BankingQueries, OrderRejectionsService, PaymentOrdersService];

/** The operator's bank accounts, the lines of their statements and the orders given to the bank. */
@Module({
  imports: [ApprovalsModule, IdentityModule, LedgerModule, PaymentsModule],
  providers: [...door, BankEffectsService, BankMoney],
  exports: door,
})
export class BankingModule {}
