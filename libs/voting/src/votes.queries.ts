import { Injectable } from '@nestjs/common';
import { type BodyId, type PersonId, type ProjectId, type VoteId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { CHANNEL_TOLD } from './ballot-box.js';
import { receiptOf, rollCodeOf } from './receipt.js';
import { declaredAs, declaredIn, type Recusal } from './roll.js';
import { type Choice } from './tally.js';
import { type BallotLine, COUNTED, type CountedRow, viewOf, type VoteView } from './vote-view.js';

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

interface StandingRow {
  readonly recusal: Recusal | null;
  readonly project_id: ProjectId | null;
  readonly declared: boolean;
  readonly voted: boolean;
  readonly paper: boolean;
}

/** Reads votes: rules and turnout always, ballots and reasons only after closing. */
@Injectable()
export class VotesQueries {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** One vote, or null. */
  async find(id: VoteId, tx?: Tx): Promise<VoteView | null> {
    return (await this.list('v.id = $1', [id], { tx }))[0] ?? null;
  }

  /** The votes on a subject ("project:ID", "tranche:ID", "question:ID"), latest first. */
  async ofSubject(subject: string): Promise<VoteView[]> {
    return this.list('v.subject = $1', [subject]);
  }

  /** Every vote about a project, latest first. */
  async ofProject(projectId: ProjectId): Promise<VoteView[]> {
    return this.list('v.project_id = $1', [projectId]);
  }

  /** The votes about a project that were closed in transactions before `end`, latest first. */
  async closedBefore(projectId: ProjectId, end: string): Promise<VoteView[]> {
    return this.list(`v.project_id = $1 and v.state = 'closed' and v.closed_tx < $2`, [projectId, end]);
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
      { limit },
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

  /**
   * The public list of ballots, sorted by receipt, after this receipt; empty until the vote is closed. What a stranger reads has
   * no people.
   */
  async ballots(
    voteId: VoteId,
    { after, limit, reader }: { after?: string | undefined; limit?: number; reader?: PersonId | undefined } = {},
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
    const openly = rows.some(({ secret }) => !secret);
    const voters = openly ? await this.votersByReceipt(voteId) : new Map<string, PersonId>();
    const named = openly && reader !== undefined && (await this.isNear(voteId, reader));
    return rows.map(({ receipt, choice, changed, channel }) => {
      const voter = voters.get(receipt);
      const member = voter ? rollCodeOf(this.signer, voteId, voter) : null;
      return { receipt, choice, changed, channel, member, personId: (named && voter) || null };
    });
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

  /** Whether somebody is of the association now, or of the vote's roll. */
  private async isNear(voteId: VoteId, person: PersonId): Promise<boolean> {
    const rows = await this.db.rows(
      `select from voting.vote v where v.id = $1 and (
         exists (select from voting.roll_entry r where r.vote_id = v.id and r.person_id = $2)
         or exists (select from hometowns.membership m where m.body_id = v.association_id and m.person_id = $2 and m.until is null))`,
      [voteId, person],
    );
    return rows.length > 0;
  }

  private async votersByReceipt(voteId: VoteId): Promise<Map<string, PersonId>> {
    const rows = await this.db.rows<{ person_id: PersonId }>(
      'select person_id from voting.participation where vote_id = $1',
      [voteId],
    );
    return new Map(rows.map(({ person_id: person }) => [receiptOf(this.signer, voteId, person), person]));
  }

  private async list(
    where: string,
    params: readonly unknown[],
    { limit = 200, tx }: { limit?: number | undefined; tx?: Tx | undefined } = {},
  ): Promise<VoteView[]> {
    const sql = `select ${COUNTED} from voting.vote as v where ${where} order by v.opens_at desc, v.id desc limit $${params.length + 1}`;
    const all = [...params, limit];
    const rows = tx ? await rowsOf<CountedRow>(tx, sql, all) : await this.db.rows<CountedRow>(sql, all);
    return rows.map(viewOf);
  }
}
