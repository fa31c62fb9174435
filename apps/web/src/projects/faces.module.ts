import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { ProjectFaces } from './project.faces.js';

/** What project pages, giving and my gifts share. */
@Module({
  imports: [HometownsModule, PledgesModule, ProjectsModule],
  providers: [ProjectFaces],
  exports: [ProjectFaces],
})
export class FacesModule {}
