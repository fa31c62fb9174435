import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { AccountChecksService } from './account-checks.service.js';
import { ApplicationsService } from './applications.service.js';
import { AssociationsQueries } from './associations.queries.js';
import { Beginnings } from './beginnings.js';
import { BodiesQueries } from './bodies.queries.js';
import { CallingsService } from './callings.service.js';
import { ChaptersService } from './chapters.service.js';
import { DissolvingService } from './dissolving.service.js';
import { ElectionsService } from './elections.service.js';
import { ForgettingService } from './forgetting.service.js';
import { HometownsHandlers } from './hometowns.handlers.js';
import { InterestsService } from './interests.service.js';
import { InvitationsService } from './invitations.service.js';
import { JoiningService } from './joining.service.js';
import { MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';
import { OfficialEmailService } from './official-email.service.js';
import { OrganisationQueries } from './organisation.queries.js';
import { PlacesQueries } from './places.queries.js';
import { ProfilesService } from './profiles.service.js';
import { StatutesService } from './statutes.service.js';
import { TermsService } from './terms.service.js';
import { TreasuryService } from './treasury.service.js';
import { VoteRulesService } from './vote-rules.service.js';
import { VouchesService } from './vouches.service.js';

const door = [
  AccountChecksService, ApplicationsService, AssociationsQueries, BodiesQueries, CallingsService, ChaptersService, DissolvingService, ElectionsService, InterestsService, InvitationsService, JoiningService, MembersQueries,
  MembersService, OfficialEmailService, OrganisationQueries, PlacesQueries, ProfilesService, StatutesService, TermsService, TreasuryService, VoteRulesService, VouchesService,
]; // prettier-ignore

/** Places, town halls, associations, who belongs to them, and a town hall's account. */
@Module({
  imports: [IdentityModule, ApprovalsModule],
  providers: [...door, Beginnings, ForgettingService, HometownsHandlers],
  exports: door,
})
export class HometownsModule {}
