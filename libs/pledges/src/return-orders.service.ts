import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type Currency, Money, newId, type PersonId, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import { BankService, type OrderId, type Payee, payeeOf, PaymentOrdersService } from '#libs/banking/src/index.js';
import type { Owner, RefundId } from '#libs/payments/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { giftDisputed } from './disputed.js';
import { refundUnpaidEvent } from './pledge.events.js';

/** Money that goes back to its donor through the bank. The approval's id is the caller's: asking again changes nothing. */
export interface AskReturnOrder extends Payee {
  readonly approvalId: ApprovalId;
  readonly refundId: RefundId;
}

interface Untold {
  readonly state: string;
  readonly refund: string;
  readonly refundId: RefundId;
  readonly pledgeId: string | null;
  readonly fundGiftId: string | null;
  readonly other: boolean;
}

/**
 * Act 30: money owed to donors of projects and of towns' funds is ordered from the bank, with two signatures of the operator:
 * to those who gave by transfer, and to those whose card did not take it back (31).
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
  async ask({ approvalId, refundId, ...typed }: AskReturnOrder, by: PersonId): Promise<void> {
    const { iban: account, holder: name } = payeeOf(typed);
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
        subject: refund.owner,
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
      await this.orders.orderBack(tx, {
        id,
        kind: 'refund',
        owner: refund.owner,
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

  /** The bank has paid it (42); or it came back (43) and is to be ordered anew. Which refund is paid now; null for none of these. */
  async told(tx: Tx, orderId: string, news: 'arrived' | 'fallen'): Promise<RefundId | null> {
    const sql = 'select refund_id as "refundId" from pledges.return_order where order_id = $1';
    const [found] = await rowsOf<{ refundId: RefundId }>(tx, sql, [orderId]);
    if (!found) return null;
    if (news === 'arrived') await this.mark(tx, orderId, { order: 'paid', refund: 'paid' });
    else await this.mark(tx, orderId, { order: 'fallen', refund: 'to-order' });
    return news === 'arrived' ? found.refundId : null;
  }

  /**
   * The bank's order for it has not come to this end (act 50): it is on its way again, or paid. A donor who was told that his
   * money had left is told that it has not. Nothing for an order of another room. Throws `correction-changed` when another was asked for since, or a dispute has settled it.
   */
  async untold(tx: Tx, orderId: string, end: 'arrived' | 'rejected' | 'returned'): Promise<void> {
    const [found] = await rowsOf<Untold>(
      tx,
      `select o.state, r.state as refund, r.id as "refundId", r.pledge_id as "pledgeId", r.fund_gift_id as "fundGiftId", exists (select from pledges.return_order x where x.refund_id = r.id and x.order_id <> o.order_id and x.state <> 'fallen') as other
         from pledges.return_order o join pledges.gift_refund r on r.id = o.refund_id where o.order_id::text = $1 for update of o, r`,
      [orderId],
    );
    if (!found) return;
    const stands = end === 'arrived' ? found.state === 'paid' : found.state === 'fallen' && !found.other;
    if (!stands || found.refund === 'settled' || found.refund === 'requested')
      throw refuse('conflict', 'correction-changed', 'The refund has gone on since.');
    const to = end === 'returned' ? 'paid' : 'ordered';
    await this.mark(tx, orderId, { order: to, refund: to });
    if (end !== 'arrived') return;
    const [kind, id] = found.pledgeId
      ? (['pledge', found.pledgeId] as const)
      : (['fund-gift', found.fundGiftId!] as const);
    await this.outbox.add(tx, refundUnpaidEvent(kind, id, found.refundId));
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
      `select coalesce('pledge:' || r.pledge_id, 'fund-gift:' || r.fund_gift_id) as owner, r.ref, r.state, r.currency,
              r.amount_minor + r.cover_minor - r.settled_minor as minor,
              exists (select from pledges.open_dispute d where d.gift_id = coalesce(r.pledge_id, r.fund_gift_id)) as disputed
         from pledges.gift_refund r where r.id = $1 for update`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such refund.');
    return { ...row, amount: Money.ofMinor(BigInt(row.minor), row.currency) };
  }
}

interface Owed {
  readonly owner: Owner;
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
