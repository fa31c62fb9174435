import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeighboursHandlers } from './neighbours.handlers.js';
import { NeighboursQueries } from './neighbours.queries.js';
import { NeighboursService } from './neighbours.service.js';
import { PhonesService } from './phones.service.js';
import { TwinsQueries } from './twins.queries.js';
import { TwinsService } from './twins.service.js';
import { NeighbourVouchesService } from './vouches.service.js';

const door = [NeighboursService, NeighboursQueries, NeighbourVouchesService, PhonesService, TwinsService, TwinsQueries];

/** Who belongs to a town: residents and natives elsewhere, by their own word, and how sure it is that each is one person. */
@Module({
  imports: [ApprovalsModule, HometownsModule, IdentityModule],
  providers: [...door, NeighboursHandlers],
  exports: door,
})
export class NeighboursModule {}
