import { Injectable } from '@nestjs/common';
import { type ApprovalId, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { lossAct, lossOf } from './dispute.postings.js';

/** What a project owes because of lost disputes. */
export interface OpenLoss {
  /** Neither recovered nor covered. */
  readonly open: Money;
  /** What the reserve has covered and has not got back. */
  readonly toRepay: Money;
}

/** The losses of projects in the books; whoever calls holds the project's gate. */
@Injectable()
export class LossBooks {
  constructor(
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
  ) {}

  async openOf(tx: Tx, projectId: ProjectId): Promise<OpenLoss> {
    const [row] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce(sum(case kind when 'covered' then amount_minor when 'repaid' then -amount_minor end), 0) as minor
         from pledges.loss_act where project_id = $1 and done_at is not null`,
      [projectId],
    );
    return { open: await this.balances.balance(lossOf(projectId), tx), toRepay: Money.lei(BigInt(row!.minor)) };
  }

  /** Act 35 at a project's end: of what is free the loss is paid first, then what the reserve had covered. Gives how much that was. */
  async payAtEnd(tx: Tx, projectId: ProjectId, free: Money): Promise<Money> {
    const { open, toRepay } = await this.openOf(tx, projectId);
    const recovered = open.min(free);
    const repaid = toRepay.min(free.minus(recovered));
    await this.pay(tx, 'recovered', { projectId, amount: recovered });
    await this.pay(tx, 'repaid', { projectId, amount: repaid });
    return recovered.plus(repaid);
  }

  private async pay(
    tx: Tx,
    kind: 'recovered' | 'repaid',
    { projectId, amount }: { projectId: ProjectId; amount: Money },
  ): Promise<void> {
    if (!amount.isPositive()) return;
    const id = newId<'Approval'>() as ApprovalId;
    await tx.query(
      'insert into pledges.loss_act (id, kind, project_id, amount_minor, at, done_at) values ($1, $2, $3, $4, platform.now(), platform.now())',
      [id, kind, projectId, amount.minor.toString()],
    );
    await this.ledger.post(tx, lossAct(kind, { id, projectId, amount }));
  }
}
