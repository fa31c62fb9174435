import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FollowsService } from './follows.service.js';
import { UpdatesService } from './updates.service.js';
import { VoiceHandlers } from './voice.handlers.js';
import { VoiceQueries } from './voice.queries.js';

/** News of a project, and who wants letters about it. */
@Module({
  imports: [HometownsModule, ProjectsModule],
  providers: [UpdatesService, FollowsService, VoiceQueries, VoiceHandlers],
  exports: [UpdatesService, FollowsService, VoiceQueries],
})
export class VoiceModule {}
