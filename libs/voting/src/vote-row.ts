import type { BodyId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Ground, Silence, VoteRule } from './tally.js';
import type { VoteKind } from './voting.events.js';

/** One row of voting.vote, as SQL gives it. */
export interface VoteRow {
  readonly id: VoteId;
  readonly kind: VoteKind;
  readonly subject: string;
  readonly project_id: ProjectId | null;
  readonly question: Multilingual | null;
  readonly association_id: BodyId;
  readonly quorum_num: number;
  readonly quorum_den: number;
  readonly majority_num: number;
  readonly majority_den: number;
  readonly strict: boolean;
  readonly of_roll: boolean;
  readonly silence: Silence;
  readonly silence_verdict: 'accepted' | 'refused' | null;
  readonly arbiter: string;
  readonly secret: boolean;
  readonly proxies: number;
  readonly paper_allowed: boolean;
  readonly roll_size: number;
  readonly entitled: number;
  readonly roll_hash: string;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly state: 'open' | 'closed' | 'void';
  readonly closed_at: Date | null;
  readonly outcome: 'accepted' | 'refused' | null;
  readonly ground: Ground | null;
  readonly quorate: boolean | null;
  readonly yes: number | null;
  readonly no: number | null;
  readonly abstain: number | null;
  readonly ballots_hash: string | null;
}

/** The rule that was frozen on a vote. */
export function ruleOf(row: VoteRow): VoteRule {
  return {
    quorumNum: row.quorum_num,
    quorumDen: row.quorum_den,
    majorityNum: row.majority_num,
    majorityDen: row.majority_den,
    strict: row.strict,
    ofRoll: row.of_roll,
    silence: row.silence,
    proxies: row.proxies,
    paperAllowed: row.paper_allowed,
  };
}
