import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { BodiesQueries, MembersQueries, type VoteRule } from '#libs/hometowns/src/index.js';
import { PartnersQueries } from '#libs/projects/src/index.js';
import {
  charactersIn,
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
import { endProxies, endProxyOf, holdVoter, keepReason, mustBeOpenTo, noteTurnout, withdrawBallot, writeBallot } from './ballot-box.js'; // prettier-ignore
import { lapsePapers } from './paper-votes.service.js';
import { reasonKeyOf, receiptOf, rollCodeOf } from './receipt.js';
import { questionHash, type Recused, type RollEntry, rollHash, rollOf } from './roll.js';
import { type Choice, CHOICES, toEnd } from './tally.js';
import { ruleOf, type VoteRow } from './vote-row.js';
import { proxyEnded, type VoteKind, type VoteNews, voteOpened, voteVoided } from './voting.events.js';

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
  /** The rule of which its members had notice; else the association's of this moment. */
  readonly rule?: VoteRule;
  /** Members who may not take part in this vote; town-hall staff and declared kin are found here. */
  readonly recused?: readonly Recused[];
  /** What the inspectors found: decides when too few vote and the rule says so. */
  readonly silenceVerdict?: 'accepted' | 'refused';
}

/** Characters of a reason at most, of a ballot or of a declared conflict. */
export const REASON_MAX = 500;

/** Quorum votes of an association: opened with a frozen roll, voted in by its members until their deadline. */
@Injectable()
export class VotesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly partners: PartnersQueries,
    private readonly approvals: ApprovalsService,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Opens a vote under its rule, else the association's of this moment, and freezes its roll; rule and roll's hash go to the trail.
   * The quorum counts those entitled at this moment: the roll without those recused. A repeat changes nothing.
   * Of a joint project whoever works for any of its town halls is recused in each of its associations; a member of two votes
   * once in each. Throws `vote-open-already` when this association has another vote on the same subject open.
   */
  async open(tx: Tx, vote: OpenVote): Promise<VoteId> {
    const roll = rollOf(await this.onRoll(tx, vote), [
      ...(vote.recused ?? []),
      ...(await this.declared(tx, vote.projectId)),
      ...(await this.staff(tx, vote.projectId)),
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
   * Takes a member's answer; a second one before closing replaces the first, and one that another gave for him. Gives the receipt under which the ballot
   * stands in the public list after closing: the same each time. A reason is kept apart from the ballot; another answer
   * without one takes it back.
   * Throws `vote-closed`, `vote-recused`, `vote-choice`, `reason-too-long`, `voted-on-paper`; a vote whose roll one is not on is not found.
   */
  async cast(voteId: VoteId, choice: Choice, reason: string | null, by: PersonId): Promise<{ receipt: string }> {
    if (!CHOICES.includes(choice)) throw refuse('invalid', 'vote-choice', 'Neither yes, no nor abstain.');
    const text = reason?.trim() ?? '';
    mustBeShort(text);
    return this.db.transaction(async (tx) => {
      await mustBeOpenTo(tx, voteId, by);
      const receipt = receiptOf(this.signer, voteId, by);
      await endProxyOf(tx, voteId, by);
      await noteTurnout(tx, voteId, { person: by, channel: 'online' });
      const changed = await writeBallot(tx, voteId, { receipt, choice });
      await keepReason(tx, voteId, { key: reasonKeyOf(this.signer, voteId, by), text, changed });
      return { receipt };
    });
  }

  /**
   * A member says that he is kin to a supplier of the project, or that what the association decides is his own affair: he
   * takes no part in this vote (a ballot already given is withdrawn, with its reason), nor in others on the same project: those of another
   * association of his, and later ones. The quorum stays as frozen. Throws `vote-closed`, `reason-missing`,
   * `reason-too-long`.
   */
  async declareConflict(voteId: VoteId, by: PersonId, why: string): Promise<void> {
    const text = why.trim();
    if (!text) throw refuseFields({ pointer: '/why', code: 'reason-missing' });
    mustBeShort(text);
    await this.db.transaction(async (tx) => {
      const vote = await mustBeOpenTo(tx, voteId, by, { declaring: true });
      const rows = await rowsOf(
        tx,
        `insert into voting.conflict (vote_id, person_id, project_id, why, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing returning 1`,
        [voteId, by, vote.project_id, text],
      );
      if (rows.length === 0) return;
      for (const id of [voteId, ...(await openBeside(tx, vote, by))]) await this.leave(tx, id, by);
      await this.trail.add(tx, { actor: by, action: 'voting.conflict-declared', subject: `vote:${voteId}` });
    });
  }

  /**
   * Ends open votes without a result, those on a subject or all about a project: they have lost their sense. One whose time
   * is over already is counted all the same.
   */
  async endOpen(tx: Tx, of: { readonly subject: string } | { readonly projectId: ProjectId }): Promise<void> {
    const [column, value] = 'subject' in of ? ['subject', of.subject] : ['project_id', of.projectId];
    const ended = await rowsOf<VoteNews>(
      tx,
      `update voting.vote set state = 'void', closed_at = platform.now()
        where ${column} = $1 and state = 'open' and closes_at > platform.now()
        returning id as "voteId", kind, subject, project_id as "projectId"`,
      [value],
    );
    for (const vote of ended) {
      await lapsePapers(tx, this.approvals, vote.voteId);
      await this.trail.add(tx, { actor: null, action: 'voting.voided', subject: `vote:${vote.voteId}` });
      await this.outbox.add(tx, voteVoided(vote));
    }
  }

  /** Somebody takes no part in a vote any more: nobody votes for him, nor he for others, and his ballot is withdrawn. */
  private async leave(tx: Tx, voteId: VoteId, by: PersonId): Promise<void> {
    const left = await endProxies(tx, voteId, by);
    await this.outbox.add(tx, ...left.map((giver) => proxyEnded(voteId, giver)));
    const [receipt, key] = [receiptOf(this.signer, voteId, by), reasonKeyOf(this.signer, voteId, by)];
    await withdrawBallot(tx, voteId, { receipt, key });
  }

  private async staff(tx: Tx, projectId: ProjectId | null): Promise<Recused[]> {
    const staff = projectId ? await this.partners.staffOf(tx, projectId) : [];
    return staff.map((personId) => ({ personId, reason: 'town-hall-staff' }));
  }

  private async insert(tx: Tx, vote: OpenVote, roll: readonly RollEntry[]): Promise<VoteRow | null> {
    const own = { ...(vote.rule ?? (await this.bodies.voteRuleOf(vote.associationId, tx))), ofRoll: false };
    const rule = vote.kind === 'dissolution' ? toEnd(own) : own;
    const now = await this.clock.now(tx);
    const closes = new Date(now.getTime() + rule.hours * 3_600_000);
    const coded = roll.map((one) => ({ ...one, code: rollCodeOf(this.signer, vote.id, one.personId) }));
    const [made] = await rowsOf<VoteRow>(
      tx,
      `insert into voting.vote (id, kind, subject, project_id, question, association_id, quorum_num, quorum_den, majority_num, majority_den,
         strict, of_roll, silence, silence_verdict, arbiter, secret, proxies, paper_allowed, roll_size, entitled, roll_hash, opens_at, closes_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
       on conflict do nothing returning *`,
      [
        vote.id, vote.kind, vote.subject, vote.projectId, vote.question ? JSON.stringify(vote.question) : null,
        vote.associationId, rule.quorumNum, rule.quorumDen, rule.majorityNum, rule.majorityDen, rule.strict, rule.ofRoll,
        rule.silence, vote.silenceVerdict ?? null, rule.arbiter, rule.secret, rule.proxies, rule.paperAllowed, roll.length, entitledOf(roll), rollHash(vote.id, coded), now, closes,
      ], // prettier-ignore
    );
    return made ?? null;
  }

  /** Members of now. Kin of a supplier has no interest in what the association decides about itself. */
  private async onRoll(tx: Tx, { associationId, projectId }: OpenVote) {
    const members = await this.members.roll(tx, associationId);
    return members.map((one) => (projectId || one.conflict !== 'supplier-kin' ? one : { ...one, conflict: null }));
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
}

/** Other open votes on the same project in which somebody may vote, because he is in another of its associations as well; each held as for a ballot. */
async function openBeside(tx: Tx, { id, project_id: project }: VoteRow, person: PersonId): Promise<VoteId[]> {
  const sql = `select v.id from voting.vote v join voting.roll_entry r on r.vote_id = v.id and r.person_id = $3
    where v.project_id = $1 and v.id <> $2 and v.state = 'open' and v.closes_at > platform.now() order by v.id`;
  const params = [project, id, person];
  for (const other of await rowsOf<{ id: VoteId }>(tx, sql, params)) await holdVoter(tx, other.id, person);
  // What has closed while he waited is left out.
  return (await rowsOf<{ id: VoteId }>(tx, `${sql} for share of v`, params)).map((row) => row.id);
}

/** What the trail says of a vote when it opens: whatever could be argued about once the ballots are counted. */
function factsOf(row: VoteRow): Record<string, unknown> {
  const { roll_size: roll, entitled, roll_hash: hash, silence_verdict: inspectors, closes_at: closesAt } = row;
  return { roll, entitled, rollHash: hash, rule: ruleOf(row), inspectors, closesAt: closesAt.toISOString() };
}

function entitledOf(roll: readonly RollEntry[]): number {
  return roll.filter(({ recusal }) => recusal === null).length;
}

function mustBeShort(reason: string): void {
  if (charactersIn(reason) > REASON_MAX)
    throw refuse('invalid', 'reason-too-long', 'At most 500 characters.', { most: REASON_MAX });
}
