import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { ApplicationsService } from './applications.service.js';
import { BodiesQueries } from './bodies.queries.js';
import { InvitationsService } from './invitations.service.js';
import { JoiningService } from './joining.service.js';
import { MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';
import { PlacesQueries } from './places.queries.js';
import { ProfilesService } from './profiles.service.js';
import { TreasuryService } from './treasury.service.js';
import { VoteRulesService } from './vote-rules.service.js';

const door = [
  ApplicationsService, BodiesQueries, InvitationsService, JoiningService, MembersQueries, MembersService, PlacesQueries,
  ProfilesService, TreasuryService, VoteRulesService,
]; // prettier-ignore

/** Places, town halls, associations, who belongs to them, and a town hall's account. */
@Module({ imports: [IdentityModule, ApprovalsModule], providers: door, exports: door })
export class HometownsModule {}
