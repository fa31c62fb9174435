import { Module } from '@nestjs/common';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { FileAccess } from './file-access.service.js';
import { FilesApi } from './files.api.js';
import { FilesPages } from './files.pages.js';

/** Files of all rooms under one address each. */
@Module({
  imports: [CofundingModule, DeliveryModule, HometownsModule, ProjectsModule, VoiceModule],
  controllers: [FilesApi, FilesPages],
  providers: [FileAccess],
})
export class FilesModule {}
