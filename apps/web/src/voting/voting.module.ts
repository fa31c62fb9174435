import { Module, type OnModuleInit } from '@nestjs/common';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { PaperVotesService, VotingModule as VotingLib } from '#libs/voting/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { MemberPapersPages } from './member-papers.pages.js';
import { RecountPages } from './recount.pages.js';
import { VotesApi } from './votes.api.js';
import { VotesPages } from './votes.pages.js';

/** Voting in an association. */
@Module({
  imports: [AssembliesModule, VotingLib, DeliveryModule, HometownsModule, IdentityModule, ProjectsModule],
  controllers: [VotesApi, VotesPages, MemberPapersPages, RecountPages],
})
export class VotingModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly papers: PaperVotesService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('vote-paper', {
      give: (id, by) => this.papers.sign(id, by),
      refuse: (approval, reason, by) => this.papers.decline(approval, reason, by),
    });
  }
}
