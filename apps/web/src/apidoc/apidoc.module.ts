import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { ApiDocument } from './api-document.js';
import { ApiDocPages } from './apidoc.pages.js';
import { Examples } from './examples.service.js';

/** What programs need to know of the API. */
@Module({ imports: [HometownsModule, ProjectsModule], controllers: [ApiDocPages], providers: [ApiDocument, Examples] })
export class ApiDocModule {}
