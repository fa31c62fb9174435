import { Injectable } from '@nestjs/common';
import { type ApprovalId, Money, newId } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { lossAct } from './dispute.postings.js';
import { type Home, lossOf } from './home.postings.js';
import { homeColumn } from './owner-columns.js';

/** What a project or a town's fund owes because of lost disputes. */
export interface OpenLoss {
  /** Neither recovered nor covered. */
  readonly open: Money;
  /** What the reserve has covered and has not got back. */
  readonly toRepay: Money;
}

/** The losses of projects and of towns' funds in the books; whoever calls holds the project's gate, or the town's purse. */
@Injectable()
export class LossBooks {
  constructor(
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
  ) {}

  async openOf(tx: Tx, home: Home): Promise<OpenLoss> {
    const [row] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce(sum(case kind when 'covered' then amount_minor when 'repaid' then -amount_minor end), 0) as minor
         from pledges.loss_act where ${homeColumn(home)} = $1 and done_at is not null and taken_back_at is null`,
      [home.id],
    );
    return { open: await this.balances.balance(lossOf(home), tx), toRepay: Money.lei(BigInt(row!.minor)) };
  }

  /** Act 35 without signatures: of what is free the loss is paid first, then what the reserve had covered. Gives how much that was. */
  async payFirst(tx: Tx, home: Home, free: Money): Promise<Money> {
    const { open, toRepay } = await this.openOf(tx, home);
    const recovered = open.min(free);
    const repaid = toRepay.min(free.minus(recovered));
    await this.pay(tx, 'recovered', { home, amount: recovered });
    await this.pay(tx, 'repaid', { home, amount: repaid });
    return recovered.plus(repaid);
  }

  private async pay(
    tx: Tx,
    kind: 'recovered' | 'repaid',
    { home, amount }: { home: Home; amount: Money },
  ): Promise<void> {
    if (!amount.isPositive()) return;
    const id = newId<'Approval'>() as ApprovalId;
    await tx.query(
      `insert into pledges.loss_act (id, kind, ${homeColumn(home)}, amount_minor, at, done_at)
       values ($1, $2, $3, $4, platform.now(), platform.now())`,
      [id, kind, home.id, amount.minor.toString()],
    );
    await this.ledger.post(tx, lossAct(kind, { id, home, amount, signed: false }));
  }
}
