import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft, bodyAsked } from '#libs/approvals/src/index.js';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type BodyId, type PersonId, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js'; // prettier-ignore
import { cleanPart, nameDigest, partFault, type Roll, type Slip, slipFaults, slipOf } from '#libs/neighbours/src/index.js'; // prettier-ignore
import { Database, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { mustBeOpen, nameInTurn, ticksOf } from './open-vote.js';
import { receiptOf } from './receipt.js';
import { officeOf, SecondBody } from './second-body.service.js';
import { type BudgetVoteId, PAPER } from './vote.js';

/**
 * What an officer reads on a ballot that somebody handed in on paper. The id is the caller's: entering it again is answered like
 * the first time.
 */
export interface EnterBallot extends Slip {
  readonly id: ApprovalId;
  readonly voteId: BudgetVoteId;
  readonly part?: string | null | undefined;
  readonly ticked: readonly string[];
}

interface Paper {
  readonly id: ApprovalId;
  readonly voteId: BudgetVoteId;
  readonly roll: Roll;
  readonly part: string | null;
  readonly digest: Buffer;
  readonly ticked: readonly string[] | null;
}

/**
 * Ballots on paper: an officer of the town hall enters one, an officer of the association (the operator's staff, where there
 * is none) compares it with the paper and signs, both before the vote closes; then it lies among the others under a receipt
 * of its own, and its name is gone. One voice for a name, whether on paper or not.
 */
@Injectable()
export class PaperBallotsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly second: SecondBody,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly signer: Signer,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters a paper; it waits for its second signature. Throws `paper-number`, `paper-name`, `roll-missing`, `part-too-long`,
   * `not-found`, `role-missing`, `vote-closed`, `vote-option-unknown`, `paper-number-twice`, `id-taken`.
   */
  async enter(typed: EnterBallot, by: PersonId): Promise<void> {
    const { id, voteId } = typed;
    const [slip, part] = [slipOf(typed), cleanPart(typed.part)];
    refuseWrong([...slipFaults(slip), partFault(part)]);
    const { number, name, roll } = slip;
    await this.db.transaction(async (tx) => {
      const vote = await mustBeOpen(tx, voteId);
      await this.members.mustHold(tx, by, vote.townHallId, SPEAKERS['town-hall']);
      const ticked = ticksOf(vote, typed.ticked);
      const known = await this.asked.find(id, tx);
      const associationId = known ? bodyAsked(known) : await this.second.of(tx, vote.placeCode);
      const said = this.signer.digest('paper', [voteId, number, roll, part, name, ...ticked].join('\n'));
      await this.approvals.ask(tx, {
        ...{ id, kind: PAPER, subject: `budget-paper:${id}`, by, outside: true, office: officeOf(associationId) },
        payload: { vote: voteId, number, digest: said.toString('hex') },
      });
      const digest = nameDigest(this.signer, voteId, name);
      const made = await rowsOf(
        tx,
        `insert into budgeting.paper (id, vote_id, number, roll, part, name, name_digest, ticked, by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, platform.now()) on conflict do nothing returning 1`,
        [id, voteId, number, roll, part, name, digest, ticked, by],
      );
      if (made.length === 0) return mustRepeat(tx, id);
      await this.note(tx, 'entered', { id, voteId, number }, by);
    });
  }

  /**
   * The second signature: it counts. Gives its receipt, for the slip of whoever handed it in. Throws `not-found`,
   * `second-person-needed`, `approval-decided`, `asker-left`, `vote-closed`, `paper-ballot-twice` for a name that has voted.
   */
  async sign(id: ApprovalId, by: PersonId): Promise<{ receipt: string }> {
    return this.db.transaction(async (tx) => {
      const { voteId, roll, part, digest, ticked } = await this.mustAnswer(tx, id, by);
      const { townHallId } = await mustBeOpen(tx, voteId);
      const { askedBy } = await this.approvals.give(tx, id, by);
      if (!(await this.members.officersOf(townHallId, SPEAKERS['town-hall'], tx)).includes(askedBy)) throw askerLeft();
      await mustBeNew(tx, voteId, digest);
      const receipt = receiptOf(this.signer, voteId, id);
      await tx.query(
        `with kept as (
           insert into budgeting.ballot (vote_id, receipt, roll, part, channel, ticked) values ($1, $2, $3, $4, 'paper', $5)
           returning vote_id, receipt, ticked)
         insert into budgeting.ballot_history (vote_id, receipt, n, ticked) select vote_id, receipt, 0, ticked from kept`,
        [voteId, receipt, roll, part, ticked],
      );
      await end(tx, id, 'counted');
      await this.note(tx, 'counted', { id, voteId }, by);
      return { receipt };
    });
  }

  /**
   * No, with a reason, by the second person; whoever entered it takes it back. Its number may be entered again. Throws as
   * `sign`, and `approval-reason`.
   */
  async decline({ id }: Pick<Approval, 'id'>, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const known = await this.asked.find(id, tx);
      const own = known?.kind === PAPER && known.askedBy === by;
      const { voteId } = own ? await mustFind(tx, id) : await this.mustAnswer(tx, id, by);
      await this.approvals.decline(tx, id, by, reason);
      await end(tx, id, 'refused');
      await this.note(tx, 'refused', { id, voteId }, by);
    });
  }

  private async mustAnswer(tx: Tx, id: ApprovalId, by: PersonId): Promise<Paper> {
    const [approval, paper] = [await this.asked.find(id, tx), await mustFind(tx, id)];
    if (!approval) throw refuse('not-found', 'not-found', 'Nothing like it is asked for.');
    const [associationId, askedBy] = [bodyAsked(approval), approval.askedBy];
    await this.second.mustAnswer(
      tx,
      { associationId, townHallId: paper.townHallId, askedBy, roles: SPEAKERS.association },
      by,
    );
    return paper;
  }

  private async note(
    tx: Tx,
    what: 'entered' | 'counted' | 'refused',
    { id, voteId, number }: { id: ApprovalId; voteId: BudgetVoteId; number?: string },
    actor: PersonId,
  ): Promise<void> {
    const data = { vote: voteId, ...(number && { number }) };
    await this.trail.add(tx, { actor, action: `budget-paper.${what}`, subject: `budget-paper:${id}`, data });
  }
}

/** What nobody has counter-signed when its vote ends: name and ticks go, and it does not count. Gives how many these are. */
export async function lapsePapers(tx: Tx, approvals: ApprovalsService, voteId: BudgetVoteId): Promise<number> {
  const late = await rowsOf<{ id: ApprovalId }>(
    tx,
    `update budgeting.paper set state = 'late', name = null, ticked = null, decided_at = platform.now()
      where vote_id = $1 and state = 'waiting' returning id`,
    [voteId],
  );
  for (const { id } of late) await approvals.lapse(tx, id);
  return late.length;
}

/** The vote's row before the paper's, as closing goes. */
async function mustFind(tx: Tx, id: ApprovalId): Promise<Paper & { readonly townHallId: BodyId }> {
  const vote = `select v.id, v.town_hall_id as "townHallId" from budgeting.vote v
    where v.id = (select vote_id from budgeting.paper where id = $1) for share`;
  const [of] = await rowsOf<{ id: BudgetVoteId; townHallId: BodyId }>(tx, vote, [id]);
  if (!of) throw refuse('not-found', 'not-found', 'No such paper.');
  const [paper] = await rowsOf<Omit<Paper, 'voteId'>>(
    tx,
    'select id, roll, part, name_digest as digest, ticked from budgeting.paper where id = $1 for update',
    [id],
  );
  return { ...paper!, voteId: of.id, townHallId: of.townHallId };
}

async function mustBeNew(tx: Tx, voteId: BudgetVoteId, digest: Buffer): Promise<void> {
  await nameInTurn(tx, voteId, digest);
  const here = await rowsOf(
    tx,
    `select from budgeting.paper where vote_id = $1 and name_digest = $2 and state = 'counted'
     union all select from budgeting.participation where vote_id = $1 and name_digest = $2`,
    [voteId, digest],
  );
  if (here.length > 0) throw refuse('conflict', 'paper-ballot-twice', 'Somebody of this name has voted.');
}

async function end(tx: Tx, id: ApprovalId, state: 'counted' | 'refused'): Promise<void> {
  const sql = `update budgeting.paper set state = $2, name = null, ticked = null, decided_at = platform.now() where id = $1`;
  await tx.query(sql, [id, state]);
}

/** The same paper again, or another under a number that is taken. */
async function mustRepeat(tx: Tx, id: ApprovalId): Promise<void> {
  if ((await rowsOf(tx, 'select from budgeting.paper where id = $1', [id])).length === 0)
    throw refuseFields({ pointer: '/number', code: 'paper-number-twice' });
}
