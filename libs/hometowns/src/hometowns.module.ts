import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { AccountChecksService } from './account-checks.service.js';
import { ApplicationsService } from './applications.service.js';
import { Beginnings } from './beginnings.js';
import { BodiesQueries } from './bodies.queries.js';
import { InvitationsService } from './invitations.service.js';
import { JoiningService } from './joining.service.js';
import { MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';
import { OfficialEmailService } from './official-email.service.js';
import { PlacesQueries } from './places.queries.js';
import { ProfilesService } from './profiles.service.js';
import { TreasuryService } from './treasury.service.js';
import { VoteRulesService } from './vote-rules.service.js';
import { VouchesService } from './vouches.service.js';

const door = [
  AccountChecksService, ApplicationsService, BodiesQueries, InvitationsService, JoiningService, MembersQueries,
  MembersService, OfficialEmailService, PlacesQueries, ProfilesService, TreasuryService, VoteRulesService, VouchesService,
]; // prettier-ignore

/** Places, town halls, associations, who belongs to them, and a town hall's account. */
@Module({ imports: [IdentityModule, ApprovalsModule], providers: [...door, Beginnings], exports: door })
export class HometownsModule {}
