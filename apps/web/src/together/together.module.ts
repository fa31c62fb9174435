import { Module } from '@nestjs/common';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { JointSharesPages } from './joint-shares.pages.js';
import { PartnersApi } from './partners.api.js';
import { TogetherPages } from './together.pages.js';

/** Projects that several towns build together: who asks whom, and what they answer. */
@Module({
  imports: [CofundingModule, HometownsModule, ProjectsModule, VotingModule, TownHallModule],
  controllers: [TogetherPages, JointSharesPages, PartnersApi],
})
export class TogetherModule {}
