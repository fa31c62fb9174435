import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { FilePages } from './file.pages.js';
import { HomePages } from './home.pages.js';
import { Inbox } from './inbox.service.js';
import { Offices } from './offices.js';
import { SectionsPages } from './sections.pages.js';

/** The town hall's desk: what waits, its projects and their files. */
@Module({
  imports: [ApprovalsModule, DeliveryModule, HometownsModule, PledgesModule, ProjectsModule, VotingModule],
  controllers: [HomePages, FilePages, SectionsPages],
  providers: [Offices, Inbox],
  exports: [Offices],
})
export class TownHallModule {}
