import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { MembersQueries, OFFICERS, type Role } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type BodyId, charactersIn, oneLine, type PersonId, refuse, refuseFields, refuseWrong, type VoteId } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { endProxyOf, isRecused, mustBeOpenTo, noteTurnout, writeBallot } from './ballot-box.js';
import { receiptOf } from './receipt.js';
import { type Choice, CHOICES } from './tally.js';

/** What an officer reads on a member's ballot on paper. The id is the caller's: entering it again is answered like the first time. */
export interface EnterVote {
  readonly id: ApprovalId;
  readonly voteId: VoteId;
  /** Who of the roll has handed it in. */
  readonly personId: PersonId;
  /** Under which it lies in the association's register. */
  readonly number: string;
  readonly choice: Choice;
}

interface Paper {
  readonly voteId: VoteId;
  readonly associationId: BodyId;
  readonly personId: PersonId;
  readonly choice: Choice | null;
}

/** Who of an association enters and signs its members' ballots on paper. */
export const PAPER_VOTE_OFFICERS: readonly Role[] = OFFICERS.association;
const KIND = 'vote-paper';
const NUMBER_MOST = 20;

/**
 * A member's ballot on paper, where the rule that was frozen with the vote allows it: one officer of the association enters it,
 * another compares it and signs, both before the vote closes. Then the member has taken part; what he chose lies under his
 * receipt, and no row ties it to him. It counts as it is: whoever has voted hands in no paper, and the reverse.
 */
@Injectable()
export class PaperVotesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly signer: Signer,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters a paper; it waits for another officer. Throws `paper-number`, `vote-choice`, `not-found`, `role-missing`, `paper-own`,
   * `paper-recused`, `paper-not-allowed`, `voted-online`, `paper-number-twice`, `paper-member-twice`, `id-taken`; of the member as voting
   * does, `vote-closed` and `vote-recused`.
   */
  async enter(typed: EnterVote, by: PersonId): Promise<void> {
    const { id, voteId, personId, choice } = typed;
    const number = oneLine(typed.number);
    refuseWrong([
      (!number || charactersIn(number) > NUMBER_MOST) && { pointer: '/number', code: 'paper-number' },
      !CHOICES.includes(choice) && { pointer: '/choice', code: 'vote-choice' },
    ]);
    await this.db.transaction(async (tx) => {
      // First who asks: what is said of the member, not on the roll or recused and why, is for officers.
      await this.mustServe(tx, { voteId, associationId: await associationOf(tx, voteId), personId }, by);
      const vote = await mustBeOpenTo(tx, voteId, personId);
      if (!vote.paper_allowed) throw refuse('conflict', 'paper-not-allowed', 'The rule knows no ballots on paper.');
      const known = await this.asked.find(id, tx);
      if (!known) await mustBeSilent(tx, voteId, personId);
      const said = this.signer.digest('paper-vote', [voteId, personId, number, choice].join('\n'));
      const office = `association:${vote.association_id}` as const;
      const payload = { vote: voteId, number, digest: said.toString('hex') };
      await this.approvals.ask(tx, { id, kind: KIND, subject: `vote-paper:${id}`, office, by, payload });
      const made = await rowsOf(
        tx,
        `insert into voting.paper (id, vote_id, person_id, number, choice, by, at) values ($1, $2, $3, $4, $5, $6, platform.now())
         on conflict do nothing returning 1`,
        [id, voteId, personId, number, choice, by],
      );
      if (made.length === 0) return mustRepeat(tx, { id, voteId, number });
      await this.note(tx, 'entered', { id, voteId, number }, by);
    });
  }

  /**
   * Another officer's signature: it counts. Gives its receipt, which is the member's. Throws `not-found`, `role-missing`,
   * `paper-own`, `paper-recused`, `second-person-needed`, `approval-decided`, `asker-left`, `voted-online`; of the member as voting does.
   */
  async sign(id: ApprovalId, by: PersonId): Promise<{ receipt: string }> {
    return this.db.transaction(async (tx) => {
      const { voteId, personId } = await mustFind(tx, id);
      const { association_id: associationId } = await mustBeOpenTo(tx, voteId, personId);
      await this.mustServe(tx, { voteId, associationId, personId }, by);
      // Read again: what one member does, and what is done for him, goes one after the other from here on.
      const { choice } = await mustFind(tx, id);
      const { askedBy } = await this.approvals.give(tx, id, by);
      if (!(await this.members.officersOf(associationId, PAPER_VOTE_OFFICERS, tx)).includes(askedBy)) throw askerLeft();
      await endProxyOf(tx, voteId, personId);
      await noteTurnout(tx, voteId, { person: personId, channel: 'paper' });
      const receipt = receiptOf(this.signer, voteId, personId);
      await writeBallot(tx, voteId, { receipt, choice: choice!, channel: 'paper' });
      await end(tx, id, 'counted');
      await this.note(tx, 'counted', { id, voteId }, by);
      return { receipt };
    });
  }

  /**
   * No, with a reason; whoever entered it takes it back. Its number may be entered again. Throws `not-found`, `role-missing`,
   * `approval-reason`, `approval-decided`.
   */
  async decline({ id }: Pick<Approval, 'id'>, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { voteId, associationId } = await mustFind(tx, id);
      await tx.query('select from voting.vote where id = $1 for share', [voteId]);
      await this.members.mustHold(tx, by, associationId, PAPER_VOTE_OFFICERS);
      await this.approvals.decline(tx, id, by, reason);
      await end(tx, id, 'refused');
      await this.note(tx, 'refused', { id, voteId }, by);
    });
  }

  /**
   * An officer of the association who takes part in this vote, and not the member himself: he votes as everybody does. Two who
   * stand aside for their own interest would else say what others chose.
   */
  private async mustServe(tx: Tx, { voteId, associationId, personId }: Omit<Paper, 'choice'>, by: PersonId): Promise<void> {
    await this.members.mustHold(tx, by, associationId, PAPER_VOTE_OFFICERS);
    if (personId === by) throw refuse('forbidden', 'paper-own', 'His own ballot he gives himself.');
    if (await isRecused(tx, voteId, by)) throw refuse('forbidden', 'paper-recused', 'Who stands aside serves at no vote.');
  } // prettier-ignore

  private async note(
    tx: Tx,
    what: 'entered' | 'counted' | 'refused',
    { id, voteId, number }: { id: ApprovalId; voteId: VoteId; number?: string },
    actor: PersonId,
  ): Promise<void> {
    const data = { vote: voteId, ...(number && { number }) };
    await this.trail.add(tx, { actor, action: `vote-paper.${what}`, subject: `vote-paper:${id}`, data });
  }
}

/** What nobody has counter-signed when its vote ends: the choice goes, and it does not count. */
export async function lapsePapers(tx: Tx, approvals: ApprovalsService, voteId: VoteId): Promise<void> {
  const late = await rowsOf<{ id: ApprovalId }>(
    tx,
    `update voting.paper set state = 'late', choice = null, decided_at = platform.now()
      where vote_id = $1 and state = 'waiting' returning id`,
    [voteId],
  );
  for (const { id } of late) await approvals.lapse(tx, id);
}

async function associationOf(tx: Tx, voteId: VoteId): Promise<BodyId> {
  const sql = 'select association_id as id from voting.vote where id = $1';
  const [vote] = await rowsOf<{ id: BodyId }>(tx, sql, [voteId]);
  if (!vote) throw refuse('not-found', 'not-found', 'No such vote.');
  return vote.id;
}

async function mustFind(tx: Tx, id: ApprovalId): Promise<Paper> {
  const [paper] = await rowsOf<Paper>(
    tx,
    `select p.vote_id as "voteId", v.association_id as "associationId", p.person_id as "personId", p.choice
       from voting.paper p join voting.vote v on v.id = p.vote_id where p.id = $1`,
    [id],
  );
  if (!paper) throw refuse('not-found', 'not-found', 'No such paper.');
  return paper;
}

/** He has not voted yet: said when it is entered, not only when it is signed. */
async function mustBeSilent(tx: Tx, voteId: VoteId, personId: PersonId): Promise<void> {
  const sql = 'select channel from voting.participation where vote_id = $1 and person_id = $2';
  const [before] = await rowsOf<{ channel: string }>(tx, sql, [voteId, personId]);
  if (before) throw refuse('conflict', before.channel === 'paper' ? 'paper-member-twice' : 'voted-online', 'He has voted.'); // prettier-ignore
}

async function end(tx: Tx, id: ApprovalId, state: 'counted' | 'refused'): Promise<void> {
  const sql = 'update voting.paper set state = $2, choice = null, decided_at = platform.now() where id = $1';
  await tx.query(sql, [id, state]);
}

/** The same paper again; or another under a number that is taken, or of a member of whom one waits. */
async function mustRepeat(tx: Tx, { id, voteId, number }: Pick<EnterVote, 'id' | 'voteId' | 'number'>): Promise<void> {
  if ((await rowsOf(tx, 'select from voting.paper where id = $1', [id])).length > 0) return;
  const taken = `select from voting.paper where vote_id = $1 and number = $2 and state <> 'refused'`;
  if ((await rowsOf(tx, taken, [voteId, number])).length > 0)
    throw refuseFields({ pointer: '/number', code: 'paper-number-twice' });
  throw refuseFields({ pointer: '/personId', code: 'paper-member-twice' });
}
