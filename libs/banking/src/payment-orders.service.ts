import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type Currency, type Money, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { type Journal, LedgerService } from '#libs/ledger/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { orderConfirmed, ordered, orderRejected, orderReturned } from './bank.postings.js';
import { type BankAccountId, type BankLine, unclaim } from './bank-line.js';
import { BankMoney } from './bank-money.js';
import type { Owner } from '#libs/payments/src/index.js';
import { HoldsService, mustNotHold } from './holds.service.js';
import { ibanOf } from './iban.js';
import { dropFile } from './order-file.js';
import {
  ORDER_COLUMNS,
  type OrderId,
  orderOf,
  type OrderRow,
  type OrderState,
  type PaymentOrder,
  mustBeSent,
  wrongState,
} from './payment-order.js';
import { orderNews } from './banking.events.js';

/** A payment to order at the bank. */
export interface OrderPayment {
  readonly id: OrderId;
  readonly owner: Owner;
  readonly iban: string;
  readonly holder: string;
  readonly amount: Money;
  /** What the payee reads (cut at 140 characters). */
  readonly purpose: string;
}

/** Orders given to the bank: ordered, in transit, arrived; or rejected, or returned. */
@Injectable()
export class PaymentOrdersService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly money: BankMoney,
    private readonly holds: HoldsService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Orders a released tranche to be paid (act 41); account and holder are frozen on the order. The same again changes
   * nothing. Throws `bank-lei-missing` when the bank does not hold so many free lei, `books-differ` while the books say
   * another sum than Stripe or the bank, `bank-account-missing`, `iban-wrong`, `order-reused`, `audit-hold`.
   */
  async order(tx: Tx, { projectId, ...order }: OrderPayment & { readonly projectId: ProjectId }): Promise<void> {
    await this.holds.mustBeFree(tx, projectId);
    await this.money.mustAgree(tx);
    await this.place(tx, order, { kind: 'release', projectId });
  }

  /** Orders what is owed back to a donor (act 30) or a sponsor (25), or what nobody has claimed (15), to be paid to an account. Throws as `order`. */
  async orderBack(
    tx: Tx,
    { kind, ...order }: OrderPayment & { readonly kind: 'refund' | 'return' | 'sponsor' },
  ): Promise<void> {
    await this.place(tx, order, { kind, projectId: null });
  }

  /** An operator has handed the order to the bank: it is in transit. Throws `not-found`, `order-state`, `order-in-file`, `audit-hold`. */
  async markSent(id: OrderId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await mustNotHold(tx, 'o.id = $1', id);
      const sent = await rowsOf<OrderRow>(
        tx,
        `update banking.payment_order set state = 'in-transit', sent_by = $2, sent_at = platform.now()
         where id = $1 and state = 'ordered' and file_id is null returning ${ORDER_COLUMNS}`,
        [id, by],
      );
      if (!sent[0]) return mustBeSent(tx, id);
      await this.trail.add(tx, { actor: by, action: 'order.sent', subject: `order:${id}` });
      await this.outbox.add(tx, ...orderNews(orderOf(sent[0]), 'sent'));
    });
  }

  /** The file with these orders was taken to the bank. For OrderFilesService alone. */
  async sentWith(tx: Tx, fileId: string, by: PersonId): Promise<void> {
    const sent = await rowsOf<OrderRow>(
      tx,
      `update banking.payment_order set state = 'in-transit', sent_by = $2, sent_at = platform.now()
       where file_id = $1 and state = 'ordered' returning ${ORDER_COLUMNS}`,
      [fileId, by],
    );
    for (const row of sent) await this.outbox.add(tx, ...orderNews(orderOf(row), 'sent'));
  }

  /** A line of the statement shows the order as paid (act 42). For BankService alone. */
  async confirmed(tx: Tx, line: BankLine): Promise<Journal> {
    const order = await this.move(tx, line.refersTo!, { from: ['ordered', 'in-transit'], to: 'arrived' }, line);
    return orderConfirmed(order, line);
  }

  /**
   * A line of the statement shows that what was paid came back (act 43). Throws `order-spent` when invoices say that the
   * town hall has spent of it. For BankService alone.
   */
  async returned(tx: Tx, line: BankLine): Promise<Journal> {
    const order = await this.move(tx, line.refersTo!, { from: ['arrived'], to: 'returned' }, line);
    if (order.projectId) await this.money.mustBeUnspent(tx, order.projectId, order.amount);
    return orderReturned(order, line);
  }

  /** Two operators say that the bank refused the order (act 43). For OrderRejectionsService alone. */
  async rejected(tx: Tx, id: OrderId): Promise<Journal> {
    return orderRejected(await this.move(tx, id, { from: ['ordered', 'in-transit'], to: 'rejected' }));
  }

  private async place(tx: Tx, order: OrderPayment, what: Pick<PaymentOrder, 'kind' | 'projectId'>): Promise<void> {
    const { id, owner, amount } = order;
    const iban = ibanOf(order.iban);
    const accountId = await this.accountOf(tx, amount.currency);
    const made = await rowsOf<OrderRow>(
      tx,
      `insert into banking.payment_order (id, kind, owner, project_id, account_id, iban, holder, amount_minor, currency, purpose, state, ordered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'ordered', platform.now()) on conflict (id) do nothing returning ${ORDER_COLUMNS}`,
      [
        id, what.kind, owner, what.projectId, accountId, iban, order.holder.slice(0, 140), amount.minor.toString(),
        amount.currency, order.purpose.slice(0, 140),
      ], // prettier-ignore
    );
    if (!made[0]) return this.mustRepeat(tx, order, iban);
    // What nobody has claimed was never free, and is there for this.
    if (what.kind !== 'return') await this.money.mustHave(tx, accountId, amount);
    await this.ledger.post(tx, ordered(orderOf(made[0])));
  }

  private async accountOf(tx: Tx, currency: Currency): Promise<BankAccountId> {
    const sql = 'select id from banking.account where currency = $1 and closed_at is null for update';
    const [account] = await rowsOf<{ id: BankAccountId }>(tx, sql, [currency]);
    if (!account) throw refuse('conflict', 'bank-account-missing', `The operator has no bank account in ${currency}.`);
    return account.id;
  }

  private async mustRepeat(tx: Tx, { id, owner, amount }: OrderPayment, iban: string): Promise<void> {
    const [row] = await rowsOf<OrderRow>(tx, `select ${ORDER_COLUMNS} from banking.payment_order where id = $1`, [id]);
    const earlier = orderOf(row!);
    if (earlier.owner !== owner || earlier.iban !== iban || !earlier.amount.equals(amount))
      throw refuse('conflict', 'order-reused', 'This id was used for another order.');
  }

  private async move(
    tx: Tx,
    id: string,
    { from, to }: { from: readonly OrderState[]; to: 'arrived' | 'rejected' | 'returned' },
    line?: BankLine,
  ): Promise<PaymentOrder> {
    const sql = `select ${ORDER_COLUMNS} from banking.payment_order where id::text = $1 for update`;
    const [row] = await rowsOf<OrderRow>(tx, sql, [id]);
    if (!row) throw refuse('not-found', 'not-found', 'No such order.');
    const order = orderOf(row);
    if (!from.includes(order.state)) throw wrongState(order.state);
    if (line && (line.accountId !== order.accountId || !line.amount.equals(order.amount)))
      throw refuse('conflict', 'line-refers-wrong', 'The order is another sum, or of another account.');
    const stamp = to === 'arrived' ? 'arrived_at' : 'ended_at';
    const reason = reasonOf(to, order, line);
    const moved = `update banking.payment_order set state = $2, ${stamp} = platform.now(), reason = $3 where id = $1`;
    await tx.query(moved, [order.id, to, reason]);
    if (order.state === 'ordered' && order.fileId) await dropFile(tx, order.fileId);
    if (order.kind === 'return' && to !== 'arrived') await unclaim(tx, `order:${order.id}`);
    await this.outbox.add(tx, ...orderNews(order, to));
    return order;
  }
}

/** What the bank says of it. A rejection that one person asked for and nobody confirmed is no word of the bank's. */
function reasonOf(to: OrderState, { reason }: PaymentOrder, line: BankLine | undefined): string | null {
  if (to === 'returned') return line?.purpose ?? null;
  return to === 'rejected' ? reason : null;
}
