export { type AccountCheck, AccountChecksService, type AccountLetter } from './account-checks.service.js';
export type { Application, NamedPerson } from './application.js';
export { ApplicationsService } from './applications.service.js';
export { AssociationsQueries } from './associations.queries.js';
export { type PlaceFound, type PlaceRow, seatOf } from './atlas.js';
export { type ApplicationDetails, BodiesQueries } from './bodies.queries.js';
export {
  type AssociationForm,
  type Body,
  type BodyKind,
  type BodyState,
  type ChapterId,
  type InterestGround,
  type InterestId,
  type InvitationId,
  isPublic,
  type JoinRequestId,
  type MembershipId,
  OFFICERS,
  type Role,
  ROLES,
  SPEAKERS,
  type StatuteId,
  type TermId,
} from './body.js';
export { CallingsService } from './callings.service.js';
export { ChaptersService } from './chapters.service.js';
export type { PlaceKind } from './classifier.js';
export { DissolvingService } from './dissolving.service.js';
export { ElectionsService } from './elections.service.js';
export { HometownsModule } from './hometowns.module.js';
export { formatIban } from './iban.js';
export { InterestsService } from './interests.service.js';
export { type InvitationLetter, InvitationsService, type InvitationSeen } from './invitations.service.js';
export { type Accepted, JoiningService } from './joining.service.js';
export {
  type JoinRequest,
  type Membership,
  type MembershipRecord,
  MembersQueries,
  type NewMember,
  type OpenInvitation,
  type RollEntry,
} from './members.queries.js';
export { type HandOver, MembersService } from './members.service.js';
export { OfficialEmailService } from './official-email.service.js';
export {
  type Chapter,
  type Interest,
  type OfficeTerm,
  OrganisationQueries,
  type Statute,
} from './organisation.queries.js';
export { placeName, PlacesQueries, townOrVillage } from './places.queries.js';
export { type Profile, ProfilesService } from './profiles.service.js';
export { worksOrDid } from './staff.js';
export { StatutesService } from './statutes.service.js';
export { TermsService } from './terms.service.js';
export { type ProposeAccount, TreasuryService } from './treasury.service.js';
export type { AccountCheckId, TreasuryAccount, TreasuryAccountId } from './treasury-account.js';
export { DEFAULT_VOTE_RULE, type VoteRule, type VoteRuleInForce } from './vote-rule.js';
export { VoteRulesService } from './vote-rules.service.js';
export { type JoinState, VouchesService } from './vouches.service.js';
export { isYoung, VOUCHING } from './vouching.js';
