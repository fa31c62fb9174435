import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, type Tx } from '#libs/platform/src/index.js';
import { mustStand, type OrderId } from './payment-order.js';
import { PaymentOrdersService } from './payment-orders.service.js';

const KIND = 'order-rejected';

/** What two operators say of an order that the bank has refused before paying it. */
@Injectable()
export class OrderRejectionsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly orders: PaymentOrdersService,
    private readonly ledger: LedgerService,
  ) {}

  /** The first says so, with the bank's reason. Throws `not-found`, `order-state`, `approval-waiting`. */
  async ask(id: OrderId, reason: string, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await mustStand(tx, id, ['ordered', 'in-transit']);
      const text = reason.trim().slice(0, 500);
      await tx.query('update banking.payment_order set reason = $2 where id = $1', [id, text === '' ? null : text]);
      const approvalId = newId<'Approval'>();
      const question = { id: approvalId, kind: KIND, subject: `order:${id}`, office: 'operator', by } as const;
      await this.approvals.ask(tx, { ...question, payload: { order: id } });
      return approvalId;
    });
  }

  /** The second confirms: the sum goes back to where it was ordered from (act 43). Throws as `ask`, `second-person-needed`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const order = orderIn(await this.approvals.give(tx, approvalId, by));
      await this.ledger.postAnew(tx, await this.orders.rejected(tx, order));
    });
  }

  /** The second says no: the order stands as it was. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.forget(tx, orderIn(await this.approvals.refuse(tx, approvalId, by, reason)));
    });
  }

  private async forget(tx: Tx, id: OrderId): Promise<void> {
    // Where the bank has answered since, the reason is its own.
    const asked = `update banking.payment_order set reason = null where id = $1 and state in ('ordered', 'in-transit')`;
    await tx.query(asked, [id]);
  }
}

function orderIn({ kind, payload }: Approval): OrderId {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such order.');
  return String(payload.order) as OrderId;
}
