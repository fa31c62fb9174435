import type { BodyId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { InvitationId, JoinRequestId, MembershipId } from './body.js';

/** What happened to an application: it came in, was verified or refused, or a verified body was stopped. */
export function bodyEvent(what: 'applied' | 'verified' | 'refused' | 'suspended', bodyId: BodyId): DomainEvent {
  return { name: `hometowns.${what}`, data: { bodyId } };
}

/** Somebody is invited; a letter goes out when the invitation names an address. */
export function invited(invitationId: InvitationId): DomainEvent {
  return { name: 'hometowns.invited', data: { invitationId } };
}

/** Somebody followed a join link and waits for two members to vouch. */
export function joinAsked(requestId: JoinRequestId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.join-asked', data: { requestId, bodyId } };
}

/** A request to join was declined by the association's officers. */
export function joinDeclined(requestId: JoinRequestId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.join-declined', data: { requestId, bodyId } };
}

/** Somebody has become something in a body. */
export function joined(membershipId: MembershipId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.joined', data: { membershipId, bodyId } };
}

/** Somebody's membership ended. */
export function left(membershipId: MembershipId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.left', data: { membershipId, bodyId } };
}

/** A town hall's treasury account is another one now: all its officers should hear. */
export function accountChanged(bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.account-changed', data: { bodyId } };
}
