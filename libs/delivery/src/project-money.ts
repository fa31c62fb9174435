import { Injectable } from '@nestjs/common';
import { Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { account, type AccountCode, LedgerQueries } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate } from '#libs/projects/src/index.js';
import { lockRequest, type TrancheRequest } from './request-row.js';
import type { RequestId } from './tranche.postings.js';
import type { Pot } from './tranche.share.js';

/** A project's money as this room needs it: read under the project's lock, so that of two who look only one takes. */
@Injectable()
export class ProjectMoney {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly gate: CampaignGate,
  ) {}

  /** Until this transaction ends nobody else takes from this project's money, and nobody gives: the campaign as it then is. Throws `not-found` before it opened. */
  async hold(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    return this.gate.hold(tx, projectId);
  }

  /** A request under its locks: the project's first, then its own, by everybody in this order; an approval about it comes last. Throws `not-found`. */
  async request(tx: Tx, requestId: RequestId): Promise<TrancheRequest> {
    const sql = 'select project_id as project from delivery.request where id = $1';
    const [row] = await rowsOf<{ project: ProjectId }>(tx, sql, [requestId]);
    if (row) await this.hold(tx, row.project);
    return lockRequest(tx, requestId);
  }

  /** What is left and not reserved, and what the people have brought in all. */
  async pot(tx: Tx, projectId: ProjectId): Promise<Pot> {
    const claim = held(projectId, 'claim');
    const [out] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce((select sum(amount_minor) from banking.payment_order where project_id = $1 and state in ('ordered', 'in-transit', 'arrived')), 0)
         - coalesce((select sum(amount_minor) from delivery.money_back where project_id = $1 and taken_back_at is null), 0) as minor`,
      [projectId],
    );
    const left = await this.ledger.balance(claim, tx);
    return { free: await this.ledger.free(claim, tx), whole: left.plus(Money.lei(BigInt(out!.minor))) };
  }

  /** Whether a dispute's loss is still to be recovered: until then no tranche leaves. */
  async hasLoss(tx: Tx, projectId: ProjectId): Promise<boolean> {
    return !(await this.ledger.balance(held(projectId, 'loss'), tx)).isZero();
  }

  /** What the town hall has received and not yet spent by an invoice. */
  async unspent(tx: Tx, projectId: ProjectId): Promise<Money> {
    return this.ledger.balance(account('memo', 'project', projectId, 'town-unspent', 'MDL'), tx);
  }

  /** What is signed and not yet sent. */
  async released(tx: Tx, projectId: ProjectId): Promise<Money> {
    return this.ledger.balance(held(projectId, 'released'), tx);
  }

  /** Throws `dispute-open` while a donor's bank claims a gift of this project: what is left cannot be shared yet. */
  async mustHaveNoDispute(tx: Tx, projectId: ProjectId): Promise<void> {
    const open = await rowsOf(tx, 'select 1 from pledges.open_dispute where project_id = $1 limit 1', [projectId]);
    if (open.length > 0) throw refuse('conflict', 'dispute-open', 'A donor has disputed a gift with his bank.');
  }

  /** Throws `loss-open` while a dispute's loss is not recovered. */
  async mustHaveNoLoss(tx: Tx, projectId: ProjectId): Promise<void> {
    if (await this.hasLoss(tx, projectId)) throw refuse('conflict', 'loss-open', 'A lost dispute is not covered yet.');
  }
}

function held(projectId: ProjectId, name: 'claim' | 'loss' | 'released'): AccountCode {
  return account('held', 'project', projectId, name, 'MDL');
}
