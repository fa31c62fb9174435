import { Module, type OnModuleInit } from '@nestjs/common';
import { BankService, PaymentsModule } from '#libs/payments/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { BankApi } from './bank.api.js';
import { OperatorOnly } from './operator-only.js';

/** The operator's bank desk. */
@Module({ imports: [PaymentsModule, PledgesModule], controllers: [BankApi], providers: [OperatorOnly] })
export class BankModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly bank: BankService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('bank-line', {
      give: (id, by) => this.bank.confirmLine(id, by),
      refuse: ({ id }, reason, by) => this.bank.refuseLine(id, by, reason),
    });
  }
}
