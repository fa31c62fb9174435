import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BankLineId } from '#libs/banking/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { DepositsService } from './deposits.service.js';

/** What a statement shows may be a deposit. */
@Injectable()
export class CashHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly deposits: DepositsService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('banking.line-received', 'cash.deposit', (tx, { data }) =>
      this.deposits.matchByCode(tx, data.lineId as BankLineId, data.by as PersonId),
    );
  }
}
