import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import {
  type BodyId,
  type PersonId,
  type ProjectId,
  refuse,
  refuseFields,
  type VoteId,
} from '#libs/kernel/src/index.js';
import {
  Clock,
  Database,
  type Multilingual,
  Outbox,
  rowsOf,
  Signer,
  Trail,
  type Tx,
} from '#libs/platform/src/index.js';
import { reasonKeyOf, receiptOf, rollCodeOf } from './receipt.js';
import { declaredAs, declaredIn, questionHash, type Recused, type RollEntry, rollHash, rollOf } from './roll.js';
import { type Choice, CHOICES, toEnd } from './tally.js';
import { ruleOf, type VoteRow } from './vote-row.js';
import { type VoteKind, voteOpened } from './voting.events.js';

/** A vote to be opened; the caller chooses its id, so that opening may be repeated. */
export interface OpenVote {
  readonly id: VoteId;
  readonly kind: VoteKind;
  /** "project:ID", "tranche:ID" (the id of the request) or "question:ID". */
  readonly subject: string;
  /** What it is about: a project, or what the association asks itself. */
  readonly projectId: ProjectId | null;
  readonly question?: Multilingual;
  readonly associationId: BodyId;
  /** Members who may not take part in this vote; town-hall staff and declared kin are found here. */
  readonly recused?: readonly Recused[];
  /** What the inspectors found: decides when too few vote and the rule says so. */
  readonly silenceVerdict?: 'accepted' | 'refused';
}

const REASON_MAX = 500;

/** Quorum votes of an association: opened with a frozen roll, voted in by its members until their deadline. */
@Injectable()
export class VotesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Opens a vote under the association's rule of this moment and freezes its roll; rule and roll's hash go to the trail.
   * The quorum counts those entitled at this moment: the roll without those recused. A repeat changes nothing.
   * Throws `vote-open-already` when another vote on the same subject is open.
   */
  async open(tx: Tx, vote: OpenVote): Promise<VoteId> {
    const roll = rollOf(await this.members.roll(tx, vote.associationId), [
      ...(vote.recused ?? []),
      ...(await this.declared(tx, vote.projectId)),
    ]);
    const made = await this.insert(tx, vote, roll);
    if (!made) return this.earlier(tx, vote);
    await tx.query(
      `insert into voting.roll_entry (vote_id, person_id, recusal)
       select $1, person, nullif(recusal, '') from unnest($2::uuid[], $3::text[]) as line (person, recusal)`,
      [vote.id, roll.map(({ personId }) => personId), roll.map(({ recusal }) => recusal ?? '')],
    );
    await this.trail.add(tx, {
      actor: null,
      action: 'voting.opened',
      subject: `vote:${vote.id}`,
      data: {
        of: vote.subject,
        kind: vote.kind,
        ...factsOf(made),
        ...(vote.question && { question: questionHash(vote.question) }),
      },
    });
    await this.outbox.add(tx, voteOpened({ ...vote, voteId: vote.id }));
    return vote.id;
  }

  /**
   * Takes a member's answer; a second one before closing replaces the first. Gives the receipt under which the ballot
   * stands in the public list after closing: the same each time. A reason is kept apart from the ballot.
   * Throws `vote-closed`, `vote-recused`, `vote-choice`, `reason-too-long`; a vote whose roll one is not on is not found.
   */
  async cast(voteId: VoteId, choice: Choice, reason: string | null, by: PersonId): Promise<{ receipt: string }> {
    if (!CHOICES.includes(choice)) throw refuse('invalid', 'vote-choice', 'Neither yes, no nor abstain.');
    const text = reason?.trim() ?? '';
    if (text.length > REASON_MAX)
      throw refuse('invalid', 'reason-too-long', 'At most 500 characters.', { most: REASON_MAX });
    return this.db.transaction(async (tx) => {
      await this.mustBeOpenTo(tx, voteId, by);
      const receipt = receiptOf(this.signer, voteId, by);
      await tx.query(
        `insert into voting.participation (vote_id, person_id, first_on)
         values ($1, $2, (platform.now() at time zone 'Europe/Chisinau')::date) on conflict do nothing`,
        [voteId, by],
      );
      await this.write(tx, voteId, receipt, choice);
      if (text) await this.keepReason(tx, voteId, text, by);
      return { receipt };
    });
  }

  /**
   * A member says that he is kin to a supplier of the project, or that what the association decides is his own affair: he
   * takes no part in this vote (a ballot already given is withdrawn) nor in later ones on the same project. The quorum stays as frozen. Throws `vote-closed`, `reason-missing`.
   */
  async declareConflict(voteId: VoteId, by: PersonId, why: string): Promise<void> {
    const text = why.trim().slice(0, REASON_MAX);
    if (!text) throw refuseFields({ pointer: '/why', code: 'reason-missing' });
    await this.db.transaction(async (tx) => {
      const vote = await this.mustBeOpenTo(tx, voteId, by, { declaring: true });
      const rows = await rowsOf(
        tx,
        `insert into voting.conflict (vote_id, person_id, project_id, why, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing returning 1`,
        [voteId, by, vote.project_id, text],
      );
      if (rows.length === 0) return;
      const receipt = receiptOf(this.signer, voteId, by);
      const [ballot] = await rowsOf(tx, 'select 1 from voting.ballot where vote_id = $1 and receipt = $2', [
        voteId,
        receipt,
      ]);
      if (ballot) await this.write(tx, voteId, receipt, 'withdrawn');
      await this.trail.add(tx, { actor: by, action: 'voting.conflict-declared', subject: `vote:${voteId}` });
    });
  }

  private async insert(tx: Tx, vote: OpenVote, roll: readonly RollEntry[]): Promise<VoteRow | null> {
    const own = { ...(await this.bodies.voteRuleOf(vote.associationId, tx)), ofRoll: false };
    const rule = vote.kind === 'dissolution' ? toEnd(own) : own;
    const now = await this.clock.now(tx);
    const closes = new Date(now.getTime() + rule.hours * 3_600_000);
    const coded = roll.map((one) => ({ ...one, code: rollCodeOf(this.signer, vote.id, one.personId) }));
    const [made] = await rowsOf<VoteRow>(
      tx,
      `insert into voting.vote (id, kind, subject, project_id, question, association_id, quorum_num, quorum_den, majority_num, majority_den,
         strict, of_roll, silence, silence_verdict, arbiter, secret, roll_size, entitled, roll_hash, opens_at, closes_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
       on conflict do nothing returning *`,
      [
        vote.id, vote.kind, vote.subject, vote.projectId, vote.question ? JSON.stringify(vote.question) : null,
        vote.associationId, rule.quorumNum, rule.quorumDen, rule.majorityNum, rule.majorityDen, rule.strict, rule.ofRoll,
        rule.silence, vote.silenceVerdict ?? null, rule.arbiter, rule.secret, roll.length, entitledOf(roll), rollHash(vote.id, coded), now, closes,
      ], // prettier-ignore
    );
    return made ?? null;
  }

  private async earlier(tx: Tx, vote: OpenVote): Promise<VoteId> {
    const [same] = await rowsOf<VoteRow>(tx, 'select * from voting.vote where id = $1 and subject = $2', [
      vote.id,
      vote.subject,
    ]);
    if (!same) throw refuse('conflict', 'vote-open-already', 'A vote on this is open already.');
    return same.id;
  }

  private async declared(tx: Tx, projectId: ProjectId | null): Promise<Recused[]> {
    const rows = await rowsOf<{ person_id: PersonId }>(
      tx,
      'select distinct person_id from voting.conflict where project_id = $1',
      [projectId],
    );
    return rows.map(({ person_id: personId }) => ({ personId, reason: 'supplier-kin' }));
  }

  /**
   * The shared row lock makes closing wait for ballots under way, and late ballots see that it is closed. What one member
   * does goes one after the other: a ballot sent together with a declared conflict must see it, or be seen by it.
   */
  private async mustBeOpenTo(tx: Tx, voteId: VoteId, by: PersonId, { declaring = false } = {}): Promise<VoteRow> {
    await tx.query('select pg_advisory_xact_lock(7012, hashtext($1))', [`${voteId} ${by}`]);
    const [vote] = await rowsOf<VoteRow & { over: boolean }>(
      tx,
      'select *, closes_at <= platform.now() as over from voting.vote where id = $1 for share',
      [voteId],
    );
    const [entry] = await rowsOf<{ recusal: string | null; declared: boolean }>(
      tx,
      `select r.recusal, ${declaredIn('r.person_id')} as declared
       from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id where r.vote_id = $1 and r.person_id = $2`,
      [voteId, by],
    );
    if (!vote || !entry) throw refuse('not-found', 'not-found', 'No such vote.');
    if (vote.state !== 'open' || vote.over) throw refuse('conflict', 'vote-closed', 'The vote is closed.');
    if (!declaring && (entry.recusal || entry.declared)) {
      throw refuse('forbidden', 'vote-recused', 'Recused from this vote.', {
        reason: entry.recusal ?? declaredAs(vote.project_id),
      });
    }
    return vote;
  }

  private async write(tx: Tx, voteId: VoteId, receipt: string, choice: Choice | 'withdrawn'): Promise<void> {
    await tx.query(
      `with kept as (
         insert into voting.ballot as b (vote_id, receipt, choice) values ($1, $2, $3)
         on conflict (vote_id, receipt) do update set choice = excluded.choice, changed = b.changed + 1
         where b.choice <> excluded.choice and b.choice <> 'withdrawn'
         returning vote_id, receipt, changed, choice)
       insert into voting.ballot_history (vote_id, receipt, n, choice) select vote_id, receipt, changed, choice from kept`,
      [voteId, receipt, choice],
    );
  }

  private async keepReason(tx: Tx, voteId: VoteId, text: string, by: PersonId): Promise<void> {
    await tx.query(
      `insert into voting.reason (vote_id, key, text) values ($1, $2, $3) on conflict (vote_id, key) do update set text = excluded.text`,
      [voteId, reasonKeyOf(this.signer, voteId, by), text],
    );
  }
}

/** What the trail says of a vote when it opens: whatever could be argued about once the ballots are counted. */
function factsOf(row: VoteRow): Record<string, unknown> {
  const { roll_size: roll, entitled, roll_hash: hash, silence_verdict: inspectors, closes_at: closesAt } = row;
  return { roll, entitled, rollHash: hash, rule: ruleOf(row), inspectors, closesAt: closesAt.toISOString() };
}

function entitledOf(roll: readonly RollEntry[]): number {
  return roll.filter(({ recusal }) => recusal === null).length;
}
