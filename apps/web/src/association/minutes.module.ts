import { Module } from '@nestjs/common';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { MinutesPages } from './minutes.pages.js';
import { Minutes } from './minutes.service.js';

/** What an assembly decided, on paper and by its code. */
@Module({
  imports: [AssembliesModule, HometownsModule, IdentityModule, VotingModule],
  controllers: [MinutesPages],
  providers: [Minutes],
  exports: [Minutes],
})
export class MinutesModule {}
