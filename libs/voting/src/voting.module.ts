import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { ClosingVotesService } from './closing.service.js';
import { PaperVotesQueries } from './paper-votes.queries.js';
import { PaperVotesService } from './paper-votes.service.js';
import { ProxiesQueries } from './proxies.queries.js';
import { ProxiesService } from './proxies.service.js';
import { VoteExportQueries } from './vote-export.queries.js';
import { VotesQueries } from './votes.queries.js';
import { VotesService } from './votes.service.js';
import { VotingHandlers } from './voting.handlers.js';

/** Votes of associations: rolls, ballots, tallies, closing. */
@Module({
  imports: [ApprovalsModule, HometownsModule, ProjectsModule],
  providers: [
    VotesService,
    ProxiesService,
    ProxiesQueries,
    PaperVotesService,
    PaperVotesQueries,
    ClosingVotesService,
    VotesQueries,
    VoteExportQueries,
    VotingHandlers,
  ],
  exports: [
    VotesService,
    ProxiesService,
    ProxiesQueries,
    PaperVotesService,
    PaperVotesQueries,
    VotesQueries,
    VoteExportQueries,
  ],
})
export class VotingModule {}
