import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type Currency, Money, newId, type PersonId, type PledgeId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { BankService, ibanOf, type OrderId, PaymentOrdersService } from '#libs/banking/src/index.js';
import { type RefundId } from '#libs/payments/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { giftDisputed } from './disputed.js';
import { lockPledge } from './pledge.lock.js';
import { refundedEvent } from './pledge.events.js';

/** Money that goes back to its donor through the bank. The approval's id is the caller's: asking again changes nothing. */
export interface AskReturnOrder {
  readonly approvalId: ApprovalId;
  readonly refundId: RefundId;
  readonly iban: string;
  readonly holder: string;
}

const HOLDER_MAX = 140;

/**
 * Act 30: money owed to donors is ordered from the bank, with two signatures of the operator: to those who gave by
 * transfer, and to those whose card did not take it back (31).
 */
@Injectable()
export class ReturnOrdersService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly bank: BankService,
    private readonly orders: PaymentOrdersService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The first signature. Throws `not-found` unless staff, `bank-account-missing` in its currency, `refund-not-waiting`, `gift-disputed` while his bank claims
   * the payment, `holder`, `iban-wrong`, `approval-waiting`.
   */
  async ask({ approvalId, refundId, iban, holder }: AskReturnOrder, by: PersonId): Promise<void> {
    const [account, name] = [ibanOf(iban), holder.trim()];
    if (name.length < 1 || name.length > HOLDER_MAX) throw refuseFields({ pointer: '/holder', code: 'holder' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const known = await rowsOf(tx, 'select 1 from pledges.return_order where approval_id = $1 and refund_id = $2 and iban = $3', [approvalId, refundId, account]); // prettier-ignore
      if (known.length > 0) return;
      const refund = await this.lock(tx, refundId);
      mustWait(refund);
      await this.mustHaveAccount(refund.amount.currency);
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: 'refund-order',
        subject: `pledge:${refund.pledgeId}`,
        office: 'operator',
        by,
        payload: { refund: refundId, amount: refund.amount.toString(), currency: refund.amount.currency },
      });
      const made = await rowsOf(
        tx,
        `insert into pledges.return_order (order_id, refund_id, approval_id, iban, holder, at)
         values ($1, $2, $3, $4, $5, platform.now()) on conflict (refund_id) where state <> 'fallen' do nothing returning 1`,
        [newId<'PaymentOrder'>(), refundId, approvalId, account, name],
      );
      if (made.length === 0) throw notWaiting();
    });
  }

  /** The second signature: the bank is told. Throws as `ask`, `second-person-needed`, `approval-decided`, and as payment orders do. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<OrderId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const order = await this.orderOf(tx, approvalId);
      const refund = await this.lock(tx, order.refundId);
      const { payload } = await this.approvals.give(tx, approvalId, by);
      mustWait(refund);
      if (payload.amount !== refund.amount.toString()) throw notWaiting();
      const { id, iban, holder } = order;
      const owner = `pledge:${refund.pledgeId}` as const;
      await this.orders.orderBack(tx, {
        id,
        kind: 'refund',
        owner,
        iban,
        holder,
        amount: refund.amount,
        purpose: `Plai ${refund.ref}`,
      });
      await this.mark(tx, id, { order: 'ordered', refund: 'ordered' });
      return id;
    });
  }

  /** The second person says no: another order may be asked. Throws as `confirm`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { id } = await this.orderOf(tx, approvalId);
      await this.approvals.refuse(tx, approvalId, by, reason);
      await this.mark(tx, id, { order: 'fallen', refund: 'to-order' });
    });
  }

  /** The bank has paid it (42), and the donor is told; or it came back (43) and is to be ordered anew. */
  async told(tx: Tx, orderId: string, news: 'arrived' | 'fallen'): Promise<void> {
    const [found] = await rowsOf<{ refundId: RefundId; pledgeId: PledgeId }>(
      tx,
      `select o.refund_id as "refundId", r.pledge_id as "pledgeId" from pledges.return_order o
         join pledges.gift_refund r on r.id = o.refund_id where o.order_id = $1`,
      [orderId],
    );
    if (!found) return;
    if (news === 'fallen') return this.mark(tx, orderId, { order: 'fallen', refund: 'to-order' });
    await this.mark(tx, orderId, { order: 'paid', refund: 'paid' });
    await this.outbox.add(tx, refundedEvent(await lockPledge(tx, found.pledgeId), found.refundId));
  }

  private async mustHaveAccount(currency: Currency): Promise<void> {
    const accounts = await this.bank.accounts();
    if (accounts.some((account) => account.currency === currency)) return;
    throw refuse('conflict', 'bank-account-missing', `The operator has no bank account in ${currency}.`);
  }

  private async mark(tx: Tx, orderId: string, to: { order: string; refund: string }): Promise<void> {
    await tx.query('update pledges.return_order set state = $2 where order_id = $1', [orderId, to.order]);
    // What a card refused may be tried on the card again when no order is open for it.
    await tx.query(
      `update pledges.gift_refund set state = case when $2 = 'to-order' and failed_at is not null then 'failed' else $2 end
        where id = (select refund_id from pledges.return_order where order_id = $1) and state <> 'settled'`,
      [orderId, to.refund],
    );
  }

  private async orderOf(
    tx: Tx,
    approvalId: ApprovalId,
  ): Promise<{ id: OrderId; refundId: RefundId; iban: string; holder: string }> {
    const [order] = await rowsOf<{ id: OrderId; refundId: RefundId; iban: string; holder: string }>(
      tx,
      'select order_id as id, refund_id as "refundId", iban, holder from pledges.return_order where approval_id = $1',
      [approvalId],
    );
    if (!order) throw refuse('not-found', 'not-found', 'No such order.');
    return order;
  }

  private async lock(tx: Tx, id: RefundId): Promise<Owed> {
    const [row] = await rowsOf<Omit<Owed, 'amount'> & { minor: string; currency: Currency }>(
      tx,
      `select r.pledge_id as "pledgeId", p.ref, r.state, r.amount_minor + r.cover_minor - r.settled_minor as minor, p.currency,
              exists (select from pledges.open_dispute d where d.pledge_id = p.id) as disputed
         from pledges.gift_refund r join pledges.pledge p on p.id = r.pledge_id where r.id = $1 for update of r`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such refund.');
    return { ...row, amount: Money.ofMinor(BigInt(row.minor), row.currency) };
  }
}

interface Owed {
  readonly pledgeId: PledgeId;
  readonly ref: string;
  readonly state: string;
  readonly amount: Money;
  /** Whether the donor's bank claims money of this gift, or what it took is not settled yet. */
  readonly disputed: boolean;
}

function mustWait({ state, disputed }: Owed): void {
  if (state !== 'to-order' && state !== 'failed') throw notWaiting();
  if (disputed) throw giftDisputed();
}

function notWaiting(): Error {
  return refuse('conflict', 'refund-not-waiting', 'This refund does not wait for an order.');
}
