import { Injectable } from '@nestjs/common';
import { refuse, type VoteId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, Signer, TrailQueries, type TrailWay } from '#libs/platform/src/index.js';
import type { TurnoutLine } from './roll.js';
import type { Counts, Verdict, VoteRule } from './tally.js';
import { TURNOUT, turnoutLines, type TurnoutRow } from './turnout.js';
import type { BallotLine } from './vote-view.js';
import { VotesQueries } from './votes.queries.js';
import type { VoteKind } from './voting.events.js';

/** A closed vote with all that a stranger needs to count it again; nobody on its roll is named. */
export interface VoteExport {
  readonly format: 'plai-vote-1';
  readonly id: VoteId;
  readonly kind: VoteKind;
  readonly subject: string;
  readonly question: Multilingual | null;
  readonly rule: VoteRule;
  /** What the inspectors found; decides only under the silence rule `inspectors`. */
  readonly inspectors: 'accepted' | 'refused' | null;
  readonly secret: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date;
  /** The roll as frozen at opening, by code, and who of it took part. */
  readonly roll: readonly TurnoutLine[];
  readonly rollHash: string;
  /** Every ballot by its receipt; `member`, a code of the roll, only where the association votes openly. */
  readonly ballots: readonly ExportedBallot[];
  readonly ballotsHash: string;
  readonly entitled: number;
  readonly counts: Counts;
  readonly verdict: Verdict;
  /** Its two rows in the log of who did what, and the way from the first over the second to a head. */
  readonly trail: TrailWay;
}

/** A ballot as it is exported. */
export type ExportedBallot = Omit<BallotLine, 'personId'>;

/** Gives a closed vote away, to be counted again by anybody. */
@Injectable()
export class VoteExportQueries {
  constructor(
    private readonly db: Database,
    private readonly votes: VotesQueries,
    private readonly trail: TrailQueries,
    private readonly signer: Signer,
  ) {}

  /** Throws `not-found`, `vote-not-closed`, and `vote-not-sealed` for the few seconds until the log has sealed its closing. */
  async of(id: VoteId): Promise<VoteExport> {
    const vote = await this.votes.find(id);
    if (!vote) throw refuse('not-found', 'not-found', 'No such vote.');
    const { result } = vote;
    if (!result) throw refuse('conflict', 'vote-not-closed', 'Its ballots are given away after closing.');
    const [rows, ballots, trail] = await Promise.all([
      this.db.rows<TurnoutRow>(TURNOUT, [id]),
      this.votes.ballots(id),
      this.trail.wayOver(`vote:${id}`, ['voting.opened', 'voting.closed']),
    ]);
    if (!trail) throw refuse('conflict', 'vote-not-sealed', 'Its closing is not sealed yet.');
    const { kind, subject, question, rule, secret, opensAt, closesAt, rollHash, entitled } = vote;
    const { closedAt, ballotsHash, outcome, ground, quorate, yes, no, abstain } = result;
    return {
      ...{ format: 'plai-vote-1', id, kind, subject, question, rule, inspectors: vote.inspectors, secret },
      ...{ opensAt, closesAt, closedAt, roll: turnoutLines(this.signer, id, rows), rollHash },
      ...{ ballots: ballots.map(exported), ballotsHash, entitled },
      ...{ counts: { yes, no, abstain }, verdict: { outcome, ground, quorate }, trail },
    };
  }
}

function exported({ receipt, choice, changed, channel, member }: BallotLine): ExportedBallot {
  return { receipt, choice, changed, channel, member };
}
