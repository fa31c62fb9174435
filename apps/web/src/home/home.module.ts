import { Module } from '@nestjs/common';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FindingModule } from '../finding/finding.module.js';
import { HomePages } from './home.pages.js';

/** The first page, and the way into a language. */
@Module({ imports: [FindingModule, PledgesModule, ProjectsModule], controllers: [HomePages] })
export class HomeModule {}
