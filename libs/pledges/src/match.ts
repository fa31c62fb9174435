import type { Id, Money, PledgeId, ProjectId } from '#libs/kernel/src/index.js';

export type MatchId = Id<'Match'>;
export type CallId = Id<'Call'>;

/** What a gift draws from a sponsor's call. */
export interface Match {
  readonly id: MatchId;
  readonly pledgeId: PledgeId;
  readonly projectId: ProjectId;
  readonly callId: CallId;
  /** reserved: the gift is promised; earned: it is counted; void: its promise fell. */
  readonly state: 'reserved' | 'earned' | 'void';
  readonly lei: Money;
  /** What of it went back to the call's pool. */
  readonly back: Money;
}

/** What matches of a project come to, apart: those of open promises, and those of counted gifts less what went back. */
export interface MatchSums {
  readonly reserved: Money;
  readonly earned: Money;
}
