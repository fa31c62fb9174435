import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { AgendaService } from './agenda.service.js';
import { AssembliesHandlers } from './assemblies.handlers.js';
import { AssembliesQueries } from './assemblies.queries.js';
import { AssembliesService } from './assemblies.service.js';
import { SittingsService } from './sittings.service.js';

/** Assemblies of associations: notice, agenda, votes on each point, minutes. */
@Module({
  imports: [HometownsModule, VotingModule],
  providers: [AgendaService, AssembliesService, AssembliesQueries, SittingsService, AssembliesHandlers],
  exports: [AgendaService, AssembliesService, AssembliesQueries],
})
export class AssembliesModule {}
