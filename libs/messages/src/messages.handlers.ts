import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BankLineId } from '#libs/banking/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { SettlementsService } from './settlements.service.js';

/** What a statement shows may be an aggregator's transfer. */
@Injectable()
export class MessagesHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly settlements: SettlementsService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('banking.line-received', 'messages.settlement', (tx, { data }) =>
      this.settlements.matchByReference(tx, data.lineId as BankLineId, data.by as PersonId),
    );
  }
}
