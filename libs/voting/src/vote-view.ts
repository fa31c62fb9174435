import { type BodyId, FEW, type PersonId, type ProjectId, type VoteId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { type Choice, type Counts, type Ground, missingForQuorum, type VoteRule } from './tally.js';
import { ruleOf, type VoteRow } from './vote-row.js';
import type { VoteKind } from './voting.events.js';

/** A vote as pages show it. While it is open nothing says how anybody voted. */
export interface VoteView {
  readonly id: VoteId;
  readonly kind: VoteKind;
  readonly subject: string;
  /** Null when the association decides about itself. */
  readonly projectId: ProjectId | null;
  /** What it asks itself; null when the vote is about a project. */
  readonly question: Multilingual | null;
  readonly associationId: BodyId;
  readonly rule: VoteRule;
  /** What the inspectors found, where there was an inspection; decides only under the silence rule `inspectors`. */
  readonly inspectors: 'accepted' | 'refused' | null;
  readonly arbiter: string;
  readonly secret: boolean;
  readonly rollSize: number;
  /** Those who may vote: the roll without those recused at opening. The quorum is a share of them. */
  readonly entitled: number;
  readonly rollHash: string;
  /** How many have voted so far, without ballots withdrawn. */
  readonly cast: number;
  /** How many of them on paper. */
  readonly onPaper: number;
  /** How many ballots are missing for the quorum; null when nobody is entitled. */
  readonly missing: number | null;
  /** Fewer than five may vote: a ballot could be guessed, so people are warned. */
  readonly small: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly state: 'open' | 'closed' | 'void';
  readonly result: VoteResult | null;
}

/** The outcome of a closed vote, with everything a stranger needs to check it. */
export interface VoteResult extends Counts {
  readonly outcome: 'accepted' | 'refused';
  readonly ground: Ground;
  readonly quorate: boolean;
  readonly closedAt: Date;
  readonly ballotsHash: string;
}

/** One line of the public list of ballots. `personId` only where the association votes openly. */
export interface BallotLine {
  readonly receipt: string;
  readonly choice: Choice | 'withdrawn';
  readonly changed: number;
  /** How it came: "online" or "paper"; "-" in a secret vote where one of a few could be guessed by it. */
  readonly channel: string;
  /** Under which whose ballot it is stands on the roll; null in a secret vote. */
  readonly member: string | null;
  /** Whose ballot it is, where members of the association read an open vote; null for everybody else. */
  readonly personId: PersonId | null;
}

/** A row of a vote with how many have voted in it. */
export interface CountedRow extends VoteRow {
  readonly cast_so_far: number;
  readonly on_paper: number;
}

/** The columns of `CountedRow`, of vote `v`. */
export const COUNTED = `v.*, (select count(*) from voting.ballot as b where b.vote_id = v.id and b.choice <> 'withdrawn')::int as cast_so_far,
  (select count(*) from voting.ballot as b where b.vote_id = v.id and b.choice <> 'withdrawn' and b.channel = 'paper')::int as on_paper`;

/** Reads one row of `COUNTED`. */
export function viewOf(row: CountedRow): VoteView {
  const cast = row.cast_so_far;
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    projectId: row.project_id,
    question: row.question,
    associationId: row.association_id,
    rule: ruleOf(row),
    inspectors: row.silence_verdict,
    arbiter: row.arbiter,
    secret: row.secret,
    rollSize: row.roll_size,
    entitled: row.entitled,
    rollHash: row.roll_hash,
    cast,
    onPaper: row.on_paper,
    missing: missingForQuorum(ruleOf(row), row.entitled, { yes: cast, no: 0, abstain: 0 }),
    small: row.entitled < FEW,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    state: row.state,
    result: resultOf(row),
  };
}

function resultOf(row: VoteRow): VoteResult | null {
  if (row.state !== 'closed') return null;
  return {
    outcome: row.outcome!,
    ground: row.ground!,
    quorate: row.quorate!,
    yes: row.yes!,
    no: row.no!,
    abstain: row.abstain!,
    closedAt: row.closed_at!,
    ballotsHash: row.ballots_hash!,
  };
}
