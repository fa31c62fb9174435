import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BankLineId, OrderId } from '#libs/banking/src/index.js';
import type { PersonId, PledgeId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { UndrawnGifts } from '#libs/pledges/src/index.js';
import { AdviceService } from './advice.service.js';
import { DrawingService, DRAWS } from './drawing.service.js';
import { SponsorReturnsService } from './sponsor-returns.service.js';
import { SponsorsService } from './sponsors.service.js';

const HOUR_SECONDS = 3600;

/**
 * Gifts draw when they are promised and when they count; what a statement shows may be a sponsor's payment, or an order to him
 * come to nothing; each day another rule is reckoned for advice.
 */
@Injectable()
export class MatchingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly drawing: DrawingService,
    private readonly undrawn: UndrawnGifts,
    private readonly sponsors: SponsorsService,
    private readonly returns: SponsorReturnsService,
    private readonly advice: AdviceService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(HOUR_SECONDS, 'matching.advice', () => this.advice.reckonDue());
    this.undrawn.waitWhile((tx, projectId) => this.drawing.isDue(tx, projectId));
    for (const event of ['pledges.promised', 'pledges.counted', 'matching.due'])
      this.handlers.on(event, DRAWS, (tx, { data }) => this.drawing.draw(tx, data.pledgeId as PledgeId));
    this.handlers.on('banking.line-received', 'matching.payment', (tx, { data }) =>
      this.sponsors.payByCode(tx, data.lineId as BankLineId, data.by as PersonId),
    );
    for (const event of ['banking.order-rejected', 'banking.order-returned'])
      this.handlers.on(event, 'matching.return', async (tx, { data }) => {
        if (String(data.owner).startsWith('call:')) await this.returns.fallen(tx, data.orderId as OrderId);
      });
  }
}
