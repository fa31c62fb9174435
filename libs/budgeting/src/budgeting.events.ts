import type { DomainEvent } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** A vote has opened: from now on neighbours may vote. */
export function voteOpened(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.opened', data: { voteId } };
}

/** A vote closes in two days or less. */
export function voteClosingSoon(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.closing-soon', data: { voteId } };
}

/** A vote has ended: its ballots are final and wait to be counted. */
export function ballotsFinal(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.ballots-final', data: { voteId } };
}

/** A vote has its result. */
export function voteCounted(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.counted', data: { voteId } };
}

/** An open vote was ended by two without a result. */
export function voteVoided(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.voided', data: { voteId } };
}
