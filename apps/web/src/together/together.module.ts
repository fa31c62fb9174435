import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { PartnersApi } from './partners.api.js';
import { TogetherPages } from './together.pages.js';

/** Projects that several towns build together: who asks whom, and what they answer. */
@Module({
  imports: [HometownsModule, ProjectsModule, VotingModule, TownHallModule],
  controllers: [TogetherPages, PartnersApi],
})
export class TogetherModule {}
