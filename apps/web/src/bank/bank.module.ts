import { Module, type OnModuleInit } from '@nestjs/common';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { BankAccountsService, BankingModule, BankService, OrderRejectionsService } from '#libs/banking/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { BankApi } from './bank.api.js';
import { OrderFileDecisions } from './order-file-decisions.js';
import { StatementDecisions } from './statement-decisions.js';
import { StatementsApi } from './statements.api.js';

/** The operator's bank desk. */
@Module({
  imports: [DeliveryModule, BankingModule, PaymentsModule, PledgesModule],
  controllers: [BankApi, StatementsApi],
  providers: [OrderFileDecisions, StatementDecisions],
})
export class BankModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly bank: BankService,
    private readonly accounts: BankAccountsService,
    private readonly rejections: OrderRejectionsService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('bank-account', {
      give: (id, by) => this.accounts.confirmOpening(id, by),
      refuse: ({ id }, reason, by) => this.accounts.refuse(id, by, reason),
    });
    this.decisions.register('bank-account-closing', {
      give: (id, by) => this.accounts.confirmClosing(id, by),
      refuse: ({ id }, reason, by) => this.accounts.refuse(id, by, reason),
    });
    this.decisions.register('bank-line', {
      give: (id, by) => this.bank.confirmLine(id, by),
      refuse: ({ id }, reason, by) => this.bank.refuseLine(id, by, reason),
    });
    this.decisions.register('order-rejected', {
      give: (id, by) => this.rejections.confirm(id, by),
      refuse: ({ id }, reason, by) => this.rejections.refuse(id, by, reason),
    });
  }
}
