import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Clock, Database, inTurn, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { WindingService } from '#libs/pledges/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { trancheEvent } from './delivery.events.js';
import { ProjectMoney } from './project-money.js';
import { lockRequest, RELEASE_APPROVAL, type ReleaseVote, stepOn, type TrancheRequest } from './request-row.js';
import { type RequestId, trancheApproved, trancheReceived, trancheVoid } from './tranche.postings.js';

type VoteWord = Pick<ReleaseVote, 'voteId' | 'outcome'>;
interface Agreement {
  readonly votes: readonly VoteWord[];
  readonly objectionsUntil: Date | null;
}

/** What follows from votes, deadlines and the bank. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly votes: VotesService,
    private readonly clock: Clock,
    private readonly db: Database,
    private readonly money: ProjectMoney,
    private readonly ledger: LedgerService,
    private readonly winding: WindingService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * An association has decided: the yes of the last one reserves the sum, the first no holds the money where it is and ends
   * the votes of the others.
   */
  async voteClosed(tx: Tx, requestId: RequestId, vote: VoteWord): Promise<void> {
    const request = await this.money.request(tx, requestId);
    await tx.query('update delivery.release_vote set outcome = $3 where request_id = $1 and vote_id = $2', [
      requestId,
      vote.voteId,
      vote.outcome,
    ]);
    if (request.state !== 'voting') return;
    if (vote.outcome === 'refused') {
      await stepOn(tx, request, { to: 'refused', by: null });
      await this.votes.endOpen(tx, { subject: `tranche:${requestId}` });
      return this.tell(tx, request, 'refused');
    }
    const votes = request.votes.map((one) => (one.voteId === vote.voteId ? vote : one));
    if (await this.isAgreed(tx, { ...request, votes })) await this.accept(tx, request);
  }

  /**
   * Ends the ten days of objections that have passed, and approves what waited for them, for money or for a loss to be
   * covered. One request at a time; nothing to do is no error.
   */
  async approveDue(): Promise<void> {
    const due = await this.db.rows<{ id: RequestId }>(
      `select id from delivery.request where state = 'accepted' or (state in ('objections', 'voting') and objections_until <= platform.now())
       order by asked_at, id limit 100`,
    );
    await inTurn(due, ({ id }) =>
      this.db.transaction(async (tx) => {
        const request = await this.money.request(tx, id);
        if (request.state === 'accepted') await this.approve(tx, request);
        const waits = request.state === 'objections' || request.state === 'voting';
        if (waits && (await this.isAgreed(tx, request))) await this.accept(tx, request);
      }),
    );
  }

  /** The bank has taken the order: the money is on its way. */
  async sent(tx: Tx, requestId: RequestId): Promise<void> {
    await tx.query('update delivery.request set sent_at = coalesce(sent_at, platform.now()) where id = $1', [
      requestId,
    ]);
  }

  /** The treasury has the money: it is the town hall's to spend and to prove. */
  async arrived(tx: Tx, requestId: RequestId): Promise<void> {
    const request = await this.money.request(tx, requestId);
    if (request.state !== 'released') return;
    await this.ledger.postAnew(tx, trancheReceived(request));
    await tx.query('update delivery.request set received_at = platform.now() where id = $1', [requestId]);
    await stepOn(tx, request, { to: 'received', by: null });
    await this.tell(tx, request, 'received');
  }

  /**
   * The bank refused the order, or the treasury sent it back after it had arrived; banking has put the sum back into the
   * claim and taken it from what the town hall has to spend. A new request and a new approval are needed; where the project
   * has ended meanwhile, the sum is shared out like what was left then.
   */
  async rejected(tx: Tx, requestId: RequestId): Promise<void> {
    const request = await this.money.request(tx, requestId);
    if (request.state !== 'released' && request.state !== 'received') return;
    const sql = 'select reason from banking.payment_order where id = $1';
    const [order] = await rowsOf<{ reason: string | null }>(tx, sql, [request.orderId]);
    await stepOn(tx, request, { to: 'rejected', by: null, reason: order?.reason ?? null });
    await this.winding.shareOut(tx, await this.money.hold(tx, request.projectId));
    await this.tell(tx, request, 'rejected');
  }

  /** Lets every request of a project fall whose money has not left, and what waits for a signature with it. */
  async voidAll(tx: Tx, projectId: ProjectId, why: { by: PersonId; reason: string }): Promise<void> {
    const open = await rowsOf<{ id: RequestId }>(
      tx,
      `select id from delivery.request where project_id = $1 and state in ('asked', 'objections', 'voting', 'accepted', 'approved') order by id`,
      [projectId],
    );
    for (const { id } of open) {
      const request = await lockRequest(tx, id);
      if (request.state === 'approved') await this.ledger.post(tx, trancheVoid(request));
      await this.approvals.drop(tx, { kind: RELEASE_APPROVAL, subject: `tranche:${id}` }, why);
      await stepOn(tx, request, { to: 'void', by: null });
    }
  }

  /** Whether everybody has said yes: each association that votes, and where a town has none the days of objections are over. */
  private async isAgreed(tx: Tx, { votes, objectionsUntil }: Agreement): Promise<boolean> {
    const over = objectionsUntil === null || objectionsUntil <= (await this.clock.now(tx));
    return over && votes.every(({ outcome }) => outcome === 'accepted');
  }

  private async accept(tx: Tx, request: TrancheRequest): Promise<void> {
    await stepOn(tx, request, { to: 'accepted', by: null });
    await this.approve(tx, { ...request, state: 'accepted' });
  }

  /** Act 38, if the money is free and no loss is open; otherwise the request goes on waiting as accepted. */
  private async approve(tx: Tx, request: TrancheRequest): Promise<void> {
    const { free } = await this.money.pot(tx, request.projectId);
    if (free.compare(request.amount) < 0 || (await this.money.hasLoss(tx, request.projectId))) return;
    await this.ledger.post(tx, trancheApproved(request));
    await stepOn(tx, request, { to: 'approved', by: null });
    await this.tell(tx, request, 'approved');
  }

  private async tell(
    tx: Tx,
    request: TrancheRequest,
    what: 'approved' | 'refused' | 'received' | 'rejected',
  ): Promise<void> {
    await this.trail.add(tx, {
      actor: null,
      action: `tranche.${what}`,
      subject: `tranche:${request.id}`,
      data: { project: request.projectId, amount: request.amount.toString() },
    });
    await this.outbox.add(tx, trancheEvent(what, request));
  }
}
