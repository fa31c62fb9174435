import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FollowsService } from './follows.service.js';
import { NeutralPeriodsService } from './neutral-periods.service.js';
import { UpdatesService } from './updates.service.js';
import { VoiceHandlers } from './voice.handlers.js';
import { VoiceQueries } from './voice.queries.js';

/** News of a project, and who wants letters about it. */
@Module({
  imports: [HometownsModule, IdentityModule, ProjectsModule],
  providers: [UpdatesService, NeutralPeriodsService, FollowsService, VoiceQueries, VoiceHandlers],
  exports: [UpdatesService, NeutralPeriodsService, FollowsService, VoiceQueries],
})
export class VoiceModule {}
