import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReturnOrdersService } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** Second signatures that only the operator's own desk asks for. */
@Injectable()
export class DeskDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly returns: ReturnOrdersService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('refund-order', {
      give: (id, by) => this.returns.confirm(id, by),
      refuse: ({ id }, reason, by) => this.returns.refuse(id, by, reason),
    });
  }
}
