import { Injectable } from '@nestjs/common';
import type { ApprovalId, PersonId, VoteId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { declaredIn } from './roll.js';
import type { Choice } from './tally.js';

/** A member's ballot on paper that waits for its second signature, as the officers who compare it see it. */
export interface MemberPaper {
  readonly id: ApprovalId;
  readonly personId: PersonId;
  readonly number: string;
  readonly choice: Choice;
  readonly by: PersonId;
  readonly at: Date;
}

/** Members' ballots on paper while they wait. Personal: for the officers of the association. */
@Injectable()
export class PaperVotesQueries {
  constructor(private readonly db: Database) {}

  /** Those of a vote, the oldest first. */
  waiting(voteId: VoteId): Promise<MemberPaper[]> {
    return this.db.rows<MemberPaper>(
      `select id, person_id as "personId", number, choice, by, at from voting.paper
        where vote_id = $1 and state = 'waiting' order by at, id`,
      [voteId],
    );
  }

  /** Whose paper may be entered: members of the roll who may vote, have not, and of whom none waits. */
  async awaited(voteId: VoteId): Promise<PersonId[]> {
    const rows = await this.db.rows<{ personId: PersonId }>(
      `select r.person_id as "personId" from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id
        where r.vote_id = $1 and r.recusal is null and not ${declaredIn('r.person_id')}
          and not exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id)
          and not exists (select from voting.paper as p where p.vote_id = r.vote_id and p.person_id = r.person_id and p.state = 'waiting')
        order by r.person_id`,
      [voteId],
    );
    return rows.map(({ personId }) => personId);
  }
}
