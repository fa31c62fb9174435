import type { ApprovalId, BodyId, Id } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { InvitationId, JoinRequestId, MembershipId, TermId } from './body.js';
import type { AccountCheckId, TreasuryAccountId } from './treasury-account.js';

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

/** A member objected to somebody who had been vouched for: his membership is over until two others give their word. */
export function joinContested(requestId: JoinRequestId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.join-contested', data: { requestId, bodyId } };
}

/** Somebody has become something in a body. */
export function joined(membershipId: MembershipId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.joined', data: { membershipId, bodyId } };
}

/** Somebody's membership ended. */
export function left(membershipId: MembershipId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.left', data: { membershipId, bodyId } };
}

/** An officer has entered an account: another one is to sign it. */
export function accountProposed(accountId: TreasuryAccountId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.account-proposed', data: { accountId, bodyId } };
}

/** Two officers have signed an account: the official address is asked, and its officers hear. */
export function accountSigned(checkId: AccountCheckId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.account-signed', data: { checkId, bodyId } };
}

/** The official address is to be asked (again) for its word on a signed account. */
export function accountAsked(checkId: AccountCheckId): DomainEvent {
  return { name: 'hometowns.account-asked', data: { checkId } };
}

/** A town hall's treasury account is another one now: all its officers should hear. */
export function accountChanged(bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.account-changed', data: { bodyId } };
}

/** The official address contests an account that two officers signed: officers and the operator should hear. */
export function accountContested(accountId: TreasuryAccountId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.account-contested', data: { accountId, bodyId } };
}

/** The operator's two have given a body another official address; the approval knows both. */
export function emailChanged(approvalId: ApprovalId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.email-changed', data: { approvalId, bodyId } };
}

/** An officer's term ends within thirty days: he and the president should hear. */
export function termEnding(termId: TermId, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.term-ending', data: { termId, bodyId } };
}

/**
 * A president has set another rule for the votes of his association: its members should hear. What they decide themselves its
 * assembly tells.
 */
export function ruleSet(ruleId: Id<'VoteRule'>, bodyId: BodyId): DomainEvent {
  return { name: 'hometowns.rule-set', data: { ruleId, bodyId } };
}
