import type { DomainEvent } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** A vote has ended: its ballots are final and wait to be counted. */
export function ballotsFinal(voteId: BudgetVoteId): DomainEvent {
  return { name: 'budgeting.ballots-final', data: { voteId } };
}
