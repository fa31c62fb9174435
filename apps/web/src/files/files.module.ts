import { Global, Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FileAccess } from './file-access.js';
import { FilesApi } from './files.api.js';
import { FilesPages } from './files.pages.js';
import { ProjectFiles } from './project-files.js';

/** Files of all rooms under one address each; rooms say who may see theirs through `FileAccess`. */
@Global()
@Module({
  imports: [HometownsModule, ProjectsModule],
  controllers: [FilesApi, FilesPages],
  providers: [FileAccess, ProjectFiles],
  exports: [FileAccess],
})
export class FilesModule {}
