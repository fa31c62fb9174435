import { Module } from '@nestjs/common';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule as VotingLib } from '#libs/voting/src/index.js';
import { RecountPages } from './recount.pages.js';
import { VotesApi } from './votes.api.js';
import { VotesPages } from './votes.pages.js';

/** Voting in an association. */
@Module({
  imports: [AssembliesModule, VotingLib, DeliveryModule, HometownsModule, IdentityModule, ProjectsModule],
  controllers: [VotesApi, VotesPages, RecountPages],
})
export class VotingModule {}
