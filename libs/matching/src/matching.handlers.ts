import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BankLineId } from '#libs/banking/src/index.js';
import type { PersonId, PledgeId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { DrawingService } from './drawing.service.js';
import { SponsorsService } from './sponsors.service.js';

/** Gifts draw when they are promised and when they count; what a statement shows may be a sponsor's payment. */
@Injectable()
export class MatchingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly drawing: DrawingService,
    private readonly sponsors: SponsorsService,
  ) {}

  onModuleInit(): void {
    for (const event of ['pledges.promised', 'pledges.counted'])
      this.handlers.on(event, 'matching.draw', (tx, { data }) => this.drawing.draw(tx, data.pledgeId as PledgeId));
    this.handlers.on('banking.line-received', 'matching.payment', (tx, { data }) =>
      this.sponsors.payByCode(tx, data.lineId as BankLineId, data.by as PersonId),
    );
  }
}
