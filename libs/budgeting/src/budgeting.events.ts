import type { DomainEvent } from '#libs/platform/src/index.js';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** A town hall has prepared a vote and waits for the second word. */
export function voteAsked(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.asked', data: { voteId } };
}

/** The second word over a prepared vote was no. */
export function voteRefused(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.refused', data: { voteId } };
}

/** A town hall wants an open vote stopped and waits for the second word. */
export function stopAsked(voteId: BudgetVoteId, approvalId: ApprovalId): DomainEvent {
  return { name: 'budgeting.stop-asked', data: { voteId, approvalId } };
}

/** The second word over stopping a vote was no: it goes on. */
export function stopRefused(voteId: BudgetVoteId, approvalId: ApprovalId): DomainEvent {
  return { name: 'budgeting.stop-refused', data: { voteId, approvalId } };
}

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
