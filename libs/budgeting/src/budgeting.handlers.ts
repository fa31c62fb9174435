import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { ClosingBudgetVotesService } from './closing.service.js';
import { CountingService } from './counting.service.js';
import type { BudgetVoteId } from './vote.js';

/** Reminds of what closes soon, closes what is due, and counts what is closed. */
@Injectable()
export class BudgetingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly closing: ClosingBudgetVotesService,
    private readonly counting: CountingService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(1, 'budgeting.close', () => this.closing.closeDue());
    this.handlers.every(30, 'budgeting.remind', () => this.closing.remind());
    this.handlers.onOutside('budgeting.ballots-final', 'budgeting.count', 'events', ({ data }) =>
      this.counting.count(data.voteId as BudgetVoteId),
    );
  }
}
