import { Injectable } from '@nestjs/common';
import type { BodyId, PersonId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { CHANNEL_TOLD } from './ballot-box.js';
import { receiptOf, rollCodeOf } from './receipt.js';
import { declaredAs, declaredIn, type Recusal } from './roll.js';
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
  readonly personId: PersonId | null;
}

/** Where one person stands in one vote. */
export interface Standing {
  readonly onRoll: boolean;
  readonly recusal: Recusal | null;
  readonly voted: boolean;
  /** The code under which he stands on the published roll; null for those who are not on it. */
  readonly code: string | null;
  /** His receipt, once he has voted. */
  readonly receipt: string | null;
  /** Whether he did so on paper: then he votes in no other way. */
  readonly onPaper: boolean;
}

interface CountedRow extends VoteRow {
  readonly cast_so_far: number;
  readonly on_paper: number;
}

interface StandingRow {
  readonly recusal: Recusal | null;
  readonly project_id: ProjectId | null;
  readonly declared: boolean;
  readonly voted: boolean;
  readonly paper: boolean;
}

const FIELDS = `v.*, (select count(*) from voting.ballot as b where b.vote_id = v.id and b.choice <> 'withdrawn')::int as cast_so_far,
  (select count(*) from voting.ballot as b where b.vote_id = v.id and b.choice <> 'withdrawn' and b.channel = 'paper')::int as on_paper`;
const SMALL = 5;

/** Reads votes: rules and turnout always, ballots and reasons only after closing. */
@Injectable()
export class VotesQueries {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** One vote, or null. */
  async find(id: VoteId): Promise<VoteView | null> {
    return (await this.list('v.id = $1', [id]))[0] ?? null;
  }

  /** The votes on a subject ("project:ID", "tranche:ID", "question:ID"), latest first. */
  async ofSubject(subject: string): Promise<VoteView[]> {
    return this.list('v.subject = $1', [subject]);
  }

  /** Every vote about a project, latest first. */
  async ofProject(projectId: ProjectId): Promise<VoteView[]> {
    return this.list('v.project_id = $1', [projectId]);
  }

  /** An association's votes, latest first; after the one with this id. */
  async ofAssociation(
    associationId: BodyId,
    { after, limit = 200 }: { after?: string | undefined; limit?: number } = {},
  ): Promise<VoteView[]> {
    return this.list(
      `v.association_id = $1 and ($2::uuid is null
         or (v.opens_at, v.id) < (select o.opens_at, o.id from voting.vote as o where o.id = $2))`,
      [associationId, after ?? null],
      limit,
    );
  }

  /** Open votes on whose roll a person is and from which he is not recused, the one that closes first first. */
  async openFor(personId: PersonId): Promise<VoteView[]> {
    const open = await this.list(
      `v.state = 'open' and v.closes_at > platform.now() and exists (
         select from voting.roll_entry as r where r.vote_id = v.id and r.person_id = $1 and r.recusal is null)
       and not ${declaredIn('$1')}`,
      [personId],
    );
    return open.sort((a, b) => a.closesAt.getTime() - b.closesAt.getTime());
  }

  /** Whether a vote of an association runs, about whatever it is. */
  async anyOpen(tx: Tx, associationId: BodyId): Promise<boolean> {
    const sql = `select from voting.vote where association_id = $1 and state = 'open' limit 1`;
    return (await rowsOf(tx, sql, [associationId])).length > 0;
  }

  /** Members to write to: on the roll, not recused; with `silent`, only those who have not voted yet. */
  async electorate(voteId: VoteId, { silent = false } = {}): Promise<PersonId[]> {
    const rows = await this.db.rows<{ person_id: PersonId }>(
      `select r.person_id from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id
       where r.vote_id = $1 and r.recusal is null
         and not ${declaredIn('r.person_id')}
         and not ($2 and exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id))
       order by r.person_id`,
      [voteId, silent],
    );
    return rows.map(({ person_id: personId }) => personId);
  }

  /** Where a person stands in a vote. */
  async standing(voteId: VoteId, personId: PersonId): Promise<Standing> {
    const [row] = await this.db.rows<StandingRow>(
      `select r.recusal, v.project_id, ${declaredIn('r.person_id')} as declared,
         exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id) as voted,
         exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id and p.channel = 'paper') as paper
       from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id where r.vote_id = $1 and r.person_id = $2`,
      [voteId, personId],
    );
    if (!row) return { onRoll: false, recusal: null, voted: false, code: null, receipt: null, onPaper: false };
    return {
      onRoll: true,
      recusal: row.recusal ?? (row.declared ? declaredAs(row.project_id) : null),
      voted: row.voted,
      code: rollCodeOf(this.signer, voteId, personId),
      receipt: row.voted ? receiptOf(this.signer, voteId, personId) : null,
      onPaper: row.paper,
    };
  }

  /** The public list of ballots, sorted by receipt, after this receipt; empty until the vote is closed. */
  async ballots(
    voteId: VoteId,
    { after, limit }: { after?: string | undefined; limit?: number } = {},
  ): Promise<BallotLine[]> {
    const rows = await this.db.rows<{
      receipt: string;
      choice: Choice;
      changed: number;
      channel: string;
      secret: boolean;
    }>(
      `select b.receipt, b.choice, b.changed, ${CHANNEL_TOLD} as channel, v.secret from voting.ballot as b join voting.vote as v on v.id = b.vote_id
       where b.vote_id = $1 and v.state = 'closed' and ($2::text is null or b.receipt > $2) order by b.receipt limit $3`,
      [voteId, after ?? null, limit ?? null],
    );
    const voters = rows.some(({ secret }) => !secret)
      ? await this.votersByReceipt(voteId)
      : new Map<string, PersonId>();
    return rows.map(({ receipt, choice, changed, channel }) => ({
      receipt,
      choice,
      changed,
      channel,
      personId: voters.get(receipt) ?? null,
    }));
  }

  /** Reasons that people gave, in an order that says nothing; empty until the vote is closed. */
  async reasons(voteId: VoteId): Promise<string[]> {
    const rows = await this.db.rows<{ text: string }>(
      `select r.text from voting.reason as r join voting.vote as v on v.id = r.vote_id
       where r.vote_id = $1 and v.state = 'closed' order by r.key`,
      [voteId],
    );
    return rows.map(({ text }) => text);
  }

  private async votersByReceipt(voteId: VoteId): Promise<Map<string, PersonId>> {
    const rows = await this.db.rows<{ person_id: PersonId }>(
      'select person_id from voting.participation where vote_id = $1',
      [voteId],
    );
    return new Map(rows.map(({ person_id: person }) => [receiptOf(this.signer, voteId, person), person]));
  }

  private async list(where: string, params: readonly unknown[], limit = 200): Promise<VoteView[]> {
    const rows = await this.db.rows<CountedRow>(
      `select ${FIELDS} from voting.vote as v where ${where} order by v.opens_at desc, v.id desc limit $${params.length + 1}`,
      [...params, limit],
    );
    return rows.map(viewOf);
  }
}

function viewOf(row: CountedRow): VoteView {
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
    small: row.entitled < SMALL,
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
