import type { BodyId } from '#libs/kernel/src/index.js';

/** How an association votes: integers only. A vote keeps the rule that stood when it opened. */
export interface VoteRule {
  /** Cast ballots that make a vote valid, as a share of the roll. */
  readonly quorumNum: number;
  readonly quorumDen: number;
  /** Yes among yes and no. */
  readonly majorityNum: number;
  readonly majorityDen: number;
  /** More than the share (true) or at least the share (false). */
  readonly strict: boolean;
  /** How long a vote is open, 72 to 240. */
  readonly hours: number;
  /** Without quorum: not accepted, as those who voted decided, or as the inspectors found. */
  readonly silence: 'refused' | 'cast-decides' | 'inspectors';
  /** Who settles a disagreement. */
  readonly arbiter: string;
  readonly secret: boolean;
  /** For how many others a member may vote whom they have asked to, 0 to 3. */
  readonly proxies: number;
  /** Whether a member may hand in his ballot on paper: one officer enters it, another signs. */
  readonly paperAllowed: boolean;
}

/** A rule with its place in history: `since` null is the rule of an association that has set none. */
export interface VoteRuleInForce extends VoteRule {
  readonly bodyId: BodyId;
  readonly since: Date | null;
}

/** Body `b`, where its members alone change the rule: they have voted for one, or a vote by one has reached its quorum. */
export const MEMBERS_RULE = `(b.voted_at is not null or exists (select from hometowns.vote_rule r where r.body_id = b.id and r.by_members))`;

/**
 * The rule of an association that has set none: half of the roll, more than half of yes and no, five days, secret, everybody for
 * himself and nothing on paper.
 */
export const DEFAULT_VOTE_RULE: VoteRule = {
  quorumNum: 1,
  quorumDen: 2,
  majorityNum: 1,
  majorityDen: 2,
  strict: true,
  hours: 120,
  silence: 'refused',
  arbiter: 'Plai',
  secret: true,
  proxies: 0,
  paperAllowed: false,
};
