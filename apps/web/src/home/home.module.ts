import { Module } from '@nestjs/common';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FindingModule } from '../finding/finding.module.js';
import { HomePages } from './home.pages.js';

/** The first page, and the way into a language. */
@Module({
  imports: [BudgetingModule, FindingModule, HometownsModule, PledgesModule, ProjectsModule],
  controllers: [HomePages],
})
export class HomeModule {}
