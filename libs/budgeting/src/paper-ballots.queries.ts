import { Injectable } from '@nestjs/common';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import type { Roll } from '#libs/neighbours/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** A ballot on paper that waits for its second signature, as the two who compare it see it. */
export interface PaperBallot {
  readonly id: ApprovalId;
  readonly voteId: BudgetVoteId;
  readonly number: string;
  readonly name: string;
  readonly roll: Roll;
  readonly part: string | null;
  readonly ticked: readonly string[];
  readonly by: PersonId;
  readonly at: Date;
}

const PAPER = `select id, vote_id as "voteId", number, name, roll, part, ticked, by, at from budgeting.paper where state = 'waiting'`;

/** Ballots handed in on paper, while they wait. Personal: for the officers of both bodies, and the operator where it answers. */
@Injectable()
export class PaperBallotsQueries {
  constructor(private readonly db: Database) {}

  /** Those of a vote, the oldest first. */
  waiting(voteId: BudgetVoteId): Promise<PaperBallot[]> {
    return this.db.rows<PaperBallot>(`${PAPER} and vote_id = $1 order by at, id`, [voteId]);
  }

  /** One of them; null once it is decided. */
  async find(id: ApprovalId): Promise<PaperBallot | null> {
    return (await this.db.rows<PaperBallot>(`${PAPER} and id = $1`, [id]))[0] ?? null;
  }
}
