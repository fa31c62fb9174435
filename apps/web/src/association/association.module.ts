import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import { CashModule } from '#libs/cash/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { DissolutionsModule } from '#libs/dissolutions/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VotingModule } from '#libs/voting/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { AgendaPages } from './agenda.pages.js';
import { AssembliesPages } from './assemblies.pages.js';
import { AssemblyDesk } from './assembly-desk.service.js';
import { AssociationPages } from './association.pages.js';
import { MinutesModule } from './minutes.module.js';
import { OrganisationPages } from './organisation.pages.js';
import { AssociationProjectPages } from './project.pages.js';
import { AssociationDesk } from './desk.service.js';

/** The association's desk. */
@Module({
  imports: [
    ApprovalsModule,
    AssembliesModule,
    CashModule,
    DeliveryModule,
    DissolutionsModule,
    FundsModule,
    HometownsModule,
    IdentityModule,
    NeedsModule,
    NeighboursModule,
    PledgesModule,
    ProjectsModule,
    VotingModule,
    MinutesModule,
    TownHallModule,
  ],
  controllers: [AgendaPages, AssembliesPages, AssociationPages, AssociationProjectPages, OrganisationPages],
  providers: [AssemblyDesk, AssociationDesk],
})
export class AssociationModule {}
