import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { BankService } from './bank.service.js';
import type { BankLineId } from './bank-line.js';
import { type Payee, payeeOf } from './iban.js';
import type { OrderId } from './payment-order.js';
import { PaymentOrdersService } from './payment-orders.service.js';

const KIND = 'line-return';

/** Money that nobody has claimed goes back to where it came from (act 15): an order to the bank, signed by two. */
@Injectable()
export class LineReturnsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly bank: BankService,
    private readonly orders: PaymentOrdersService,
  ) {}

  /** The first signature. Throws `not-found` for a line that is none or claimed, `iban-wrong`, `holder`, `approval-waiting`. */
  async ask(lineId: BankLineId, typed: Payee, by: PersonId): Promise<ApprovalId> {
    const { iban: account, holder: name } = payeeOf(typed);
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (!(await this.bank.openReceipt(tx, lineId))) throw noReceipt();
      const id = newId<'Approval'>();
      const payload = { line: lineId, iban: account, holder: name };
      await this.approvals.ask(tx, { id, kind: KIND, subject: `bank-line:${lineId}`, office: 'operator', by, payload });
      return id;
    });
  }

  /**
   * The second signature: the line is the order's, and the bank is told with the next file. Throws `second-person-needed`,
   * `approval-decided`, `line-claimed` when its owner was found meanwhile, `bank-account-missing`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<OrderId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { lineId, iban, holder } = said(await this.approvals.give(tx, approvalId, by));
      const id = newId<'PaymentOrder'>();
      const { amount, reference } = await this.bank.claimLine(tx, lineId, `order:${id}`);
      const purpose = `Plai, restituire ${reference}`;
      await this.orders.orderBack(tx, { id, kind: 'return', owner: `bank-line:${lineId}`, iban, holder, amount, purpose }); // prettier-ignore
      return id;
    });
  }

  /** The second person says no: the money stands apart as before. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      said(await this.approvals.refuse(tx, approvalId, by, reason));
    });
  }
}

function said({ kind, payload }: Approval): Payee & { readonly lineId: BankLineId } {
  if (kind !== KIND) throw noReceipt();
  const { line, iban, holder } = payload as { line: BankLineId; iban: string; holder: string };
  return { lineId: line, iban, holder };
}

function noReceipt(): Error {
  return refuse('not-found', 'not-found', 'No such money that nobody has claimed.');
}
