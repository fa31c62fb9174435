import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CancellationService } from '#libs/delivery/src/index.js';
import { OrderRejectionsService } from '#libs/payments/src/index.js';
import { ReturnOrdersService } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** Second signatures that only the operator's own desk asks for. */
@Injectable()
export class DeskDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly cancellations: CancellationService,
    private readonly rejections: OrderRejectionsService,
    private readonly returns: ReturnOrdersService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('project-cancel', {
      give: (id, by) => this.cancellations.confirm(id, by),
      refuse: ({ id }, reason, by) => this.cancellations.refuse(id, reason, by),
    });
    this.decisions.register('order-rejected', {
      give: (id, by) => this.rejections.confirm(id, by),
      refuse: ({ id }, reason, by) => this.rejections.refuse(id, by, reason),
    });
    this.decisions.register('refund-order', {
      give: (id, by) => this.returns.confirm(id, by),
      refuse: ({ id }, reason, by) => this.returns.refuse(id, by, reason),
    });
  }
}
