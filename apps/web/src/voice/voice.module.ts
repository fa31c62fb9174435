import { Module } from '@nestjs/common';
import { VoiceModule as VoiceLib } from '#libs/voice/src/index.js';
import { UpdatesApi } from './updates.api.js';

/** News and those who follow it. */
@Module({ imports: [VoiceLib], controllers: [UpdatesApi] })
export class VoiceModule {}
