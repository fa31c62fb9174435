import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { AccessService } from './access.service.js';
import { CampaignGate } from './campaign-gate.service.js';
import { CampaignsService } from './campaigns.service.js';
import { CorrectionsService } from './corrections.service.js';
import { DraftsService } from './drafts.service.js';
import { HandOversService } from './hand-overs.service.js';
import { HistoryQueries } from './history.queries.js';
import { HistoryService } from './history.service.js';
import { MilestonesService } from './milestones.service.js';
import { ObjectionsService } from './objections.service.js';
import { Endorsements } from './endorsements.js';
import { PartnersQueries } from './partners.queries.js';
import { PartnersService } from './partners.service.js';
import { ProgrammesModule } from '#libs/programmes/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { ProgrammeEntry } from './programme.entry.js';
import { Project } from './project.entity.js';
import { ProjectFileQueries } from './project-file.queries.js';
import { ProjectsHandlers } from './projects.handlers.js';
import { ProjectsQueries } from './projects.queries.js';
import { Recommendations } from './recommendations.js';
import { RecordQueries } from './record.queries.js';
import { ReviewService } from './review.service.js';
import { SectionContext } from './section.context.js';
import { SubmissionService } from './submission.service.js';

const door = [
  AccessService, CampaignGate, CampaignsService, CorrectionsService, DraftsService, HandOversService, HistoryQueries, HistoryService,
  MilestonesService, ObjectionsService, PartnersQueries, PartnersService, ProgrammeEntry, ProjectFileQueries, ProjectsQueries, RecordQueries, ReviewService, SubmissionService,
]; // prettier-ignore

/** Projects: plans, their life, the campaign's one gate, their public history. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Project]),
    IdentityModule,
    HometownsModule,
    ApprovalsModule,
    ProgrammesModule,
    RatesModule,
  ],
  providers: [...door, Endorsements, Recommendations, SectionContext, ProjectsHandlers],
  exports: door,
})
export class ProjectsModule {}
