import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, thingOf } from '#libs/approvals/src/index.js';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import { CashiersService } from '#libs/cash/src/index.js';
import { DissolvingService, MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId, type ProjectId, refuse, type VoteId } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { HandOversService } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { type Decided, lockDissolution } from './dissolution.lock.js';
import { dissolutionEvent } from './dissolutions.events.js';

const KIND = 'body-dissolution';

/** How an association ends: its members decide, its affairs are settled, two of the operator's staff confirm. */
@Injectable()
export class DissolutionsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly dissolving: DissolvingService,
    private readonly handOvers: HandOversService,
    private readonly votes: VotesQueries,
    private readonly assemblies: AssembliesQueries,
    private readonly cashiers: CashiersService,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** The members have voted that their association ends; a second vote on it changes nothing. Part of the caller's transaction. */
  async decided(tx: Tx, voteId: VoteId): Promise<void> {
    const vote = await this.votes.find(voteId, tx);
    if (!vote) return;
    const { associationId } = vote;
    const id = newId<'Dissolution'>();
    const made = await rowsOf(
      tx,
      `insert into dissolutions.dissolution (id, association_id, vote_id, decided_at) values ($1, $2, $3, platform.now())
       on conflict do nothing returning 1`,
      [id, associationId, voteId],
    );
    if (made.length === 0) return;
    const data = { dissolution: id, vote: voteId };
    await this.trail.add(tx, { actor: null, action: 'dissolution.decided', subject: `body:${associationId}`, data });
    await this.outbox.add(tx, dissolutionEvent('decided', id, associationId));
  }

  /**
   * The first of the operator's staff: the association is to end now. `standIn`: no other association goes on with its open
   * projects, so the public and the operator do, as where there is none. All of it is tried, so that nobody signs what cannot
   * be. Throws as `confirm`, and `approval-waiting`.
   */
  async ask(associationId: BodyId, { standIn }: { standIn: boolean }, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.mustBeStranger(tx, associationId, by);
      const decided = await lockDissolution(tx, associationId);
      await this.mustGainNothing(tx, decided, by);
      await tx.query('savepoint trying');
      await this.end(tx, decided, standIn, by);
      await tx.query('rollback to savepoint trying');
      const id = newId<'Approval'>();
      const payload = { dissolution: decided.id, successor: successorOf(decided), standIn };
      await this.approvals.ask(tx, {
        id,
        kind: KIND,
        subject: `body:${associationId}`,
        office: 'operator',
        by,
        payload,
      });
      return id;
    });
  }

  /**
   * The second: the projects go over and the association has ended, in one step. Throws `dissolution-minutes` (two have not
   * signed those of the assembly that decided it), `dissolution-assembly` (another one is called), `dissolution-votes`,
   * `dissolution-cash`, `dissolution-waits` (a question waits for one of its officers), `dissolution-projects` (nobody goes on
   * with them), `dissolution-offered` (an association is asked and has not answered), `dissolution-successor` (it is not verified
   * any more), `dissolution-tranche` (one waits for an inspector and nobody could be), `dissolution-changed` (another successor
   * than was signed), `dissolution-own` (staff of its own, or of the successor), as locking does, and as giving an approval.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const approval = await this.mustFind(tx, approvalId);
      const associationId = thingOf<BodyId>(approval);
      await this.mustBeStranger(tx, associationId, by);
      const decided = await lockDissolution(tx, associationId);
      await this.mustGainNothing(tx, decided, by);
      await this.approvals.give(tx, approvalId, by);
      const { successor, standIn } = approval.payload;
      if (successor !== successorOf(decided))
        throw refuse('conflict', 'dissolution-changed', 'Not what the first has signed.');
      await this.end(tx, decided, standIn === true, by);
      await this.outbox.add(tx, dissolutionEvent('done', decided.id, associationId));
    });
  }

  /** The second says no, or whoever asked takes it back: the members' decision waits on. Throws as declining an approval. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustFind(tx, approvalId);
      await this.approvals.decline(tx, approvalId, by, reason);
    });
  }

  /** Its people let go first, so that from then on nobody begins anything in its name; then what it has begun is looked for. */
  private async end(tx: Tx, decided: Decided, standIn: boolean, by: PersonId): Promise<void> {
    const { id, associationId: from } = decided;
    await this.dissolving.dissolve(tx, from, by);
    await this.mustHaveDecided(tx, decided);
    await this.cashiers.endAll(tx, from, by);
    if (await this.asked.waitsAt(tx, `association:${from}`))
      throw refuse('conflict', 'dissolution-waits', 'A question waits for one of its officers.');
    const to = await this.successor(tx, decided, standIn);
    await this.handOvers.move(tx, { from, to }, by);
    const sql = `update dissolutions.dissolution set done_by = $2, done_at = greatest(platform.now(), decided_at) where id = $1`;
    await tx.query(sql, [id, by]);
  }

  /**
   * A vote belongs to those on its roll, so it is ended by them: an association with one open waits, and what its votes decide
   * has happened before anybody else is asked.
   */
  private async mustHaveDecided(tx: Tx, { associationId, voteId }: Decided): Promise<void> {
    const assembly = await this.assemblies.ofVote(voteId, tx);
    if (assembly?.signatures.length !== 2)
      throw refuse('conflict', 'dissolution-minutes', 'Two have not signed the minutes.');
    if (await this.assemblies.anyAhead(tx, associationId))
      throw refuse('conflict', 'dissolution-assembly', 'Another assembly is called.');
    if ((await this.votes.anyOpen(tx, associationId)) || (await this.handOvers.isAwaited(tx, associationId)))
      throw refuse('conflict', 'dissolution-votes', 'Its votes are not over.');
  }

  /** Who goes on with the open projects; null where nobody has to, or nobody is found. */
  private async successor(tx: Tx, { associationId, living }: Decided, standIn: boolean): Promise<BodyId | null> {
    const open = await this.handOvers.open(tx, associationId);
    if (living?.state === 'offered')
      throw refuse('conflict', 'dissolution-offered', 'An association is asked and has not answered.');
    if (living) {
      if (await this.dissolving.stays(tx, living.successorId)) return living.successorId;
      throw refuse('conflict', 'dissolution-successor', 'The successor may not act any more.');
    }
    if (open.length === 0) return null;
    if (!standIn)
      throw refuse('conflict', 'dissolution-projects', 'Nobody goes on with its projects.', { n: open.length });
    await mustNotInspect(tx, open);
    return null;
  }

  /** Staff of the operator who belong to the association, or did not long ago, do not end it. */
  private async mustBeStranger(tx: Tx, associationId: BodyId, by: PersonId): Promise<void> {
    await this.staff.mustBe(tx, by);
    if (await this.members.isOf(tx, associationId, by))
      throw refuse('forbidden', 'dissolution-own', 'Nobody ends his own association.');
  }

  /** Nor do staff who belong to the one that goes on with its projects. */
  private async mustGainNothing(tx: Tx, decided: Decided, by: PersonId): Promise<void> {
    const successor = successorOf(decided);
    if (successor && (await this.members.isOf(tx, successor, by)))
      throw refuse('forbidden', 'dissolution-own', 'Nobody gives his own association projects.');
  }

  private async mustFind(tx: Tx, id: ApprovalId): Promise<Approval> {
    const approval = await this.asked.find(id, tx);
    if (approval?.kind !== KIND) throw refuse('not-found', 'not-found', 'No such question.');
    return approval;
  }
}

/** A tranche that waits for an inspector would wait for ever: it is inspected first, or its town hall asks anew afterwards. */
async function mustNotInspect(tx: Tx, projects: readonly ProjectId[]): Promise<void> {
  const sql = `select from delivery.request where project_id = any($1::uuid[]) and state = 'asked' limit 1`;
  if ((await rowsOf(tx, sql, [projects])).length > 0)
    throw refuse('conflict', 'dissolution-tranche', 'A tranche waits to be inspected.');
}

function successorOf({ living }: Decided): BodyId | null {
  return living?.state === 'agreed' ? living.successorId : null;
}
