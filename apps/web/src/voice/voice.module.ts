import { Module } from '@nestjs/common';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule as VoiceLib } from '#libs/voice/src/index.js';
import { UpdatesApi } from './updates.api.js';

/** News and those who follow it. */
@Module({ imports: [ProjectsModule, VoiceLib], controllers: [UpdatesApi] })
export class VoiceModule {}
