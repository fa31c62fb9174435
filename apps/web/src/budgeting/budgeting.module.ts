import { Module, type OnModuleInit } from '@nestjs/common';
import {
  BudgetingModule as BudgetingLib,
  type BudgetVoteId,
  PaperBallotsService,
  PreparingService,
  VoidingService,
} from '#libs/budgeting/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule as NeighboursLib } from '#libs/neighbours/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { NeighboursModule } from '../neighbours/neighbours.module.js';
import { FacesModule } from '../projects/faces.module.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { BudgetDeskPages } from './budget-desk.pages.js';
import { BudgetVotesApi } from './budget-votes.api.js';
import { BudgetVotesPages } from './budget-votes.pages.js';
import { CountedVotes } from './counted-votes.js';
import { PaperBallotsPages } from './paper-ballots.pages.js';
import { VotePosterPages } from './vote-poster.pages.js';

/** Choosing under a budget. */
@Module({
  imports: [BudgetingLib, FacesModule, HometownsModule, NeedsModule, NeighboursLib, NeighboursModule, TownHallModule],
  controllers: [BudgetVotesApi, BudgetVotesPages, BudgetDeskPages, PaperBallotsPages, VotePosterPages],
  providers: [CountedVotes],
})
export class BudgetingModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly preparing: PreparingService,
    private readonly voiding: VoidingService,
    private readonly papers: PaperBallotsService,
  ) {}

  onModuleInit(): void {
    // A vote has the id of its approval.
    this.decisions.register('budget-vote', {
      give: (id, by) => this.preparing.agree(id as unknown as BudgetVoteId, by),
      refuse: ({ id }, reason, by) => this.preparing.refuse(id as unknown as BudgetVoteId, reason, by),
    });
    this.decisions.register('budget-vote-void', {
      give: (id, by) => this.voiding.agree(id, by),
      refuse: ({ id }, reason, by) => this.voiding.decline(id, reason, by),
    });
    this.decisions.register('budget-vote-paper', {
      give: (id, by) => this.papers.sign(id, by),
      refuse: (approval, reason, by) => this.papers.decline(approval, reason, by),
    });
  }
}
