import type { BodyId, Id, PersonId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

export type MembershipId = Id<'Membership'>;
export type InvitationId = Id<'Invitation'>;
export type JoinRequestId = Id<'JoinRequest'>;
export type StatuteId = Id<'Statute'>;
export type TermId = Id<'Term'>;
export type ChapterId = Id<'Chapter'>;
export type InterestId = Id<'Interest'>;

/** A local authority's office, or people from one place who live elsewhere. */
export type BodyKind = 'town-hall' | 'association';
/** An association with or without a legal person. */
export type AssociationForm = 'initiative-group' | 'ngo';
/** Only a verified body may act. An association that its members have dissolved stays to be read. */
export type BodyState = 'applied' | 'verified' | 'refused' | 'suspended' | 'dissolved';

/** What a person is in a body. */
export type Role = 'mayor' | 'secretary' | 'accountant' | 'president' | 'treasurer' | 'inspector' | 'member';
/** The roles of each kind of body; the first is its head, of whom there is at most one. */
export const ROLES: Readonly<Record<BodyKind, readonly [Role, ...Role[]]>> = {
  'town-hall': ['mayor', 'secretary', 'accountant'],
  association: ['president', 'treasurer', 'inspector', 'member'],
};

/** Who speaks for a body: publishes, asks and answers in its name. */
export const SPEAKERS: Readonly<Record<BodyKind, readonly Role[]>> = {
  'town-hall': ['mayor', 'secretary'],
  association: ['president', 'treasurer'],
};
/** Who holds an office in a body: everybody but an association's plain members. */
export const OFFICERS: Readonly<Record<BodyKind, readonly Role[]>> = {
  'town-hall': ROLES['town-hall'],
  association: ['president', 'treasurer', 'inspector'],
};

/** Why a member may not vote where it touches him: kin of a supplier, or works for the town hall. */
export type InterestGround = 'supplier-kin' | 'town-hall-staff';

/** A town hall or an association as others see it. `email` and `address` are official and public. */
export interface Body {
  readonly id: BodyId;
  readonly kind: BodyKind;
  readonly form: AssociationForm | null;
  readonly placeCode: string;
  readonly name: Multilingual;
  readonly about: Multilingual | null;
  readonly email: string;
  readonly address: string;
  readonly registrationNo: string | null;
  readonly slug: string;
  readonly state: BodyState;
  readonly stateReason: string | null;
  readonly appliedBy: PersonId;
  readonly appliedAt: Date;
  readonly verifiedAt: Date | null;
  readonly dissolvedAt: Date | null;
}

/** Whether anybody may read what a body has done: while it acts, and when it has ended. */
export function isPublic({ state }: Pick<Body, 'state'>): boolean {
  return state === 'verified' || state === 'dissolved';
}

/** The columns of `hometowns.body b` under the names of `Body`. */
export const BODY_COLUMNS = `b.id, b.kind, b.form, b.place_code as "placeCode", b.name, b.about, b.email, b.address,
  b.registration_no as "registrationNo", b.slug, b.state, b.state_reason as "stateReason", b.applied_by as "appliedBy",
  b.applied_at as "appliedAt", b.verified_at as "verifiedAt",
  b.dissolved_at as "dissolvedAt"`;
