import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule as VoiceLib } from '#libs/voice/src/index.js';
import { NeutralApi } from './neutral.api.js';
import { NeutralPages } from './neutral.pages.js';
import { UpdatesApi } from './updates.api.js';

/** News, those who follow it, and the election periods in which it keeps to the work. */
@Module({
  imports: [HometownsModule, IdentityModule, ProjectsModule, VoiceLib],
  controllers: [UpdatesApi, NeutralApi, NeutralPages],
})
export class VoiceModule {}
