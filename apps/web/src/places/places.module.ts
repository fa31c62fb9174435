import { Module } from '@nestjs/common';
import { MatchingModule } from '#libs/matching/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { DissolutionsModule } from '#libs/dissolutions/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FindingModule } from '../finding/finding.module.js';
import { PlacesApi } from './places.api.js';
import { PlacesPages } from './places.pages.js';

/** Towns, villages, districts; associations. */
@Module({
  imports: [
    AssembliesModule,
    BudgetingModule,
    DissolutionsModule,
    FindingModule,
    MatchingModule,
    FundsModule,
    HometownsModule,
    NeedsModule,
    ProjectsModule,
  ],
  controllers: [PlacesApi, PlacesPages],
})
export class PlacesModule {}
