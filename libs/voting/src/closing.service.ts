import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { VoteRulesService } from '#libs/hometowns/src/index.js';
import type { VoteId } from '#libs/kernel/src/index.js';
import { Database, inTurn, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccessService, SubmissionService } from '#libs/projects/src/index.js';
import { CHANNEL_TOLD } from './ballot-box.js';
import { lapsePapers } from './paper-votes.service.js';
import { ballotsHash, type HashedBallot, turnoutHash } from './roll.js';
import { type Counts, tally, type Verdict } from './tally.js';
import { TURNOUT, turnoutLines, type TurnoutRow } from './turnout.js';
import { ruleOf, type VoteRow } from './vote-row.js';
import { VotesService } from './votes.service.js';
import { voteClosed, voteClosingSoon } from './voting.events.js';

type DueVote = Pick<VoteRow, 'id' | 'kind'> & { readonly projectId: VoteRow['project_id'] };

/** Closes votes whose deadline has passed by the database's clock, and reminds of those that close within a day. */
@Injectable()
export class ClosingVotesService {
  constructor(
    private readonly db: Database,
    private readonly votes: VotesService,
    private readonly approvals: ApprovalsService,
    private readonly access: AccessService,
    private readonly submission: SubmissionService,
    private readonly rules: VoteRulesService,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** Closes and counts every vote that is due, each in one locked step; nothing to do is no error. One that fails stops no other. */
  async closeDue(): Promise<void> {
    const due = await this.db.rows<DueVote>(
      `select id, kind, project_id as "projectId" from voting.vote where state = 'open' and closes_at <= platform.now() order by closes_at limit 100`,
    );
    await inTurn(due, (vote) => this.db.transaction((tx) => this.close(tx, vote)));
  }

  /** Tells once of each vote that closes within 24 hours. */
  async remind(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const soon = await rowsOf<VoteRow>(
        tx,
        `update voting.vote set reminded_at = platform.now() where state = 'open' and reminded_at is null
           and closes_at <= platform.now() + interval '24 hours' returning *`,
      );
      for (const vote of soon) await this.outbox.add(tx, voteClosingSoon(newsOf(vote)));
    });
  }

  /** The project before its votes, by everybody in this order: of two associations that close in one second one waits for the other. */
  private async close(tx: Tx, { id: voteId, kind, projectId }: DueVote): Promise<void> {
    if (kind === 'endorsement') await this.access.hold(tx, projectId!);
    const [vote] = await rowsOf<VoteRow>(
      tx,
      `select * from voting.vote where id = $1 and state = 'open' and closes_at <= platform.now() for update`,
      [voteId],
    );
    if (!vote) return;
    await lapsePapers(tx, this.approvals, voteId);
    const ballots = await rowsOf<HashedBallot>(
      tx,
      `select b.receipt, b.choice, ${CHANNEL_TOLD} as channel from voting.ballot as b join voting.vote as v on v.id = b.vote_id where b.vote_id = $1`,
      [voteId],
    );
    const counts = countsOf(ballots);
    await mustBeOneEach(tx, voteId, counts.yes + counts.no + counts.abstain);
    const verdict = tally({ rule: ruleOf(vote), entitled: vote.entitled, inspectors: vote.silence_verdict }, counts);
    const hash = ballotsHash(voteId, ballots);
    await this.write(tx, vote, { verdict, counts, hash });
    if (verdict.quorate) await this.rules.prove(tx, vote.association_id);
    if (vote.kind === 'endorsement') {
      await this.endorse(tx, vote, verdict.outcome === 'accepted');
    }
    await this.outbox.add(tx, voteClosed(newsOf(vote), verdict.outcome));
  }

  /** The first association that refuses turns the project back: the others have nothing to vote on any more. */
  private async endorse(tx: Tx, vote: VoteRow, accepted: boolean): Promise<void> {
    const { id, project_id: project, association_id: of, opens_at: openedAt, subject } = vote;
    const heard = await this.submission.endorsed(tx, project!, { associationId: of, voteId: id, accepted, openedAt });
    if (heard && !accepted) await this.votes.endOpen(tx, { subject });
  }

  private async write(
    tx: Tx,
    vote: VoteRow,
    { verdict, counts, hash }: { verdict: Verdict; counts: Counts; hash: string },
  ): Promise<void> {
    const { outcome, ground, quorate } = verdict;
    const turnout = turnoutLines(this.signer, vote.id, await rowsOf<TurnoutRow>(tx, TURNOUT, [vote.id]));
    await tx.query(
      `update voting.vote set state = 'closed', closed_at = platform.now(), outcome = $2, ground = $3, quorate = $4,
         yes = $5, no = $6, abstain = $7, ballots_hash = $8 where id = $1`,
      [vote.id, outcome, ground, quorate, counts.yes, counts.no, counts.abstain, hash],
    );
    await this.trail.add(tx, {
      actor: null,
      action: 'voting.closed',
      subject: `vote:${vote.id}`,
      data: {
        ...{ of: vote.subject, outcome, ground, quorate, ...counts, entitled: vote.entitled, ballotsHash: hash },
        turnoutHash: turnoutHash(vote.id, turnout),
      },
    });
  }
}

/** Whatever may have gone wrong before, more ballots than people who voted are not counted: the vote stays as it is. */
async function mustBeOneEach(tx: Tx, voteId: VoteId, ballots: number): Promise<void> {
  const sql = 'select count(*)::int as people from voting.participation where vote_id = $1';
  const [turnout] = await rowsOf<{ people: number }>(tx, sql, [voteId]);
  if (ballots > turnout!.people) throw new Error(`vote ${voteId} has ${ballots} ballots of ${turnout!.people} people`);
}

/** Counts ballots by choice; withdrawn ones count for nothing. */
function countsOf(ballots: readonly { choice: string }[]): Counts {
  const count = (choice: string) => ballots.filter((ballot) => ballot.choice === choice).length;
  return { yes: count('yes'), no: count('no'), abstain: count('abstain') };
}

function newsOf(vote: VoteRow) {
  return { voteId: vote.id, projectId: vote.project_id, kind: vote.kind, subject: vote.subject };
}
