import { Module } from '@nestjs/common';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProgrammesModule as ProgrammesLib } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { CertificatesApi } from './certificates.api.js';
import { CertificatesPages } from './certificates.pages.js';
import { ProgrammesApi } from './programmes.api.js';
import { ProgrammesPages } from './programmes.pages.js';

/** Co-funding programmes, their rules, and what they want to see of what people gave. */
@Module({
  imports: [CofundingModule, HometownsModule, ProgrammesLib, ProjectsModule],
  controllers: [CertificatesApi, CertificatesPages, ProgrammesApi, ProgrammesPages],
})
export class ProgrammesModule {}
