import type { PersonId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';

/**
 * What is decided: whether the association stands behind a project, whether a tranche is paid; and of its own affairs a
 * question, who holds an office, by which rule it votes, and whether it ends.
 */
export type VoteKind = 'endorsement' | 'release' | 'question' | 'officers' | 'rules' | 'dissolution';

/** What a vote's news carry: ids and the outcome, never who voted. */
export interface VoteNews {
  readonly voteId: VoteId;
  /** Null when the association decides about itself. */
  readonly projectId: ProjectId | null;
  readonly kind: VoteKind;
  /** "project:ID" or "tranche:ID", "question:ID". */
  readonly subject: string;
}

/** A vote has opened and its roll is frozen. */
export function voteOpened({ voteId, projectId, kind, subject }: VoteNews): DomainEvent {
  return { name: 'voting.opened', data: { voteId, projectId, kind, subject } };
}

/** A vote closes in 24 hours or less. */
export function voteClosingSoon({ voteId, projectId, kind, subject }: VoteNews): DomainEvent {
  return { name: 'voting.closing-soon', data: { voteId, projectId, kind, subject } };
}

/** A vote is closed and counted. */
export function voteClosed(
  { voteId, projectId, kind, subject }: VoteNews,
  outcome: 'accepted' | 'refused',
): DomainEvent {
  return { name: 'voting.closed', data: { voteId, projectId, kind, subject, outcome } };
}

/** A vote has ended without a result: what it would have decided is decided otherwise. */
export function voteVoided({ voteId, projectId, kind, subject }: VoteNews): DomainEvent {
  return { name: 'voting.voided', data: { voteId, projectId, kind, subject } };
}

/** Whom a member had asked to vote for him takes no part himself: nobody votes for him now. */
export function proxyEnded(voteId: VoteId, giverId: PersonId): DomainEvent {
  return { name: 'voting.proxy-ended', data: { voteId, giverId } };
}

/** A member has asked another to vote for him: the other should hear. */
export function proxyNamed(voteId: VoteId, giverId: PersonId, holderId: PersonId): DomainEvent {
  return { name: 'voting.proxy-named', data: { voteId, giverId, holderId } };
}
