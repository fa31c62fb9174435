import { Module, type OnModuleInit } from '@nestjs/common';
import { thingOf } from '#libs/approvals/src/index.js';
import { AssembliesModule } from '#libs/assemblies/src/index.js';
import {
  ApplicationsService,
  HometownsModule,
  InvitationsService,
  TreasuryService,
} from '#libs/hometowns/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { AssembliesApi } from './assemblies.api.js';
import { AccountChecksApi } from './account-checks.api.js';
import { BodiesApi } from './bodies.api.js';
import { MembersApi } from './members.api.js';
import { OrganisationApi } from './organisation.api.js';

/** Town halls and associations as bodies: applications, people, accounts, rules. */
@Module({
  imports: [AssembliesModule, HometownsModule],
  controllers: [BodiesApi, AccountChecksApi, AssembliesApi, MembersApi, OrganisationApi],
})
export class BodiesModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly applications: ApplicationsService,
    private readonly treasury: TreasuryService,
    private readonly invitations: InvitationsService,
  ) {}

  onModuleInit(): void {
    const { applications, treasury, invitations } = this;
    this.decisions.register('body-verification', {
      give: (id, by) => applications.confirm(id, by),
      refuse: (approval, reason, by) => applications.refuse(thingOf(approval), reason, by),
    });
    this.decisions.register('treasury-account', {
      give: (id, by) => treasury.confirm(id, by),
      refuse: ({ id }, reason, by) => treasury.refuse(id, reason, by),
    });
    this.decisions.register('hand-over', {
      give: (id, by) => invitations.confirmHandOver(id, by),
      refuse: ({ id }, reason, by) => invitations.refuseHandOver(id, reason, by),
    });
  }
}
