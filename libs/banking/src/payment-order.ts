import { type Currency, type DomainError, type Id, Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccountId } from './bank-line.js';
import type { Owner } from '#libs/payments/src/index.js';

export type OrderId = Id<'PaymentOrder'>;

/** Ordered by us, in transit with the bank, then arrived or rejected; what has arrived may still be returned. */
export type OrderState = 'ordered' | 'in-transit' | 'arrived' | 'rejected' | 'returned';

/** A payment that the bank is told to make; everything a `pain.001` needs. */
export interface PaymentOrder {
  readonly id: OrderId;
  /** `release`: a tranche to an authority; `refund`: money owed back to a donor; `return`: money that nobody has claimed; `sponsor`: what a sponsor's call did not use. */
  readonly kind: 'release' | 'refund' | 'return' | 'sponsor';
  readonly owner: Owner;
  readonly projectId: ProjectId | null;
  /** Our account that pays. */
  readonly accountId: BankAccountId;
  readonly iban: string;
  readonly holder: string;
  readonly amount: Money;
  /** What the payee reads (1 to 140 characters). */
  readonly purpose: string;
  readonly state: OrderState;
  readonly orderedAt: Date;
  readonly sentAt: Date | null;
  readonly arrivedAt: Date | null;
  /** When it was rejected or came back. */
  readonly endedAt: Date | null;
  /** What the bank says of that. */
  readonly reason: string | null;
  /** The file with which it goes to the bank; null until one is made. */
  readonly fileId: string | null;
}

/** A row of banking.payment_order as `ORDER_COLUMNS` reads it. */
export interface OrderRow extends Omit<PaymentOrder, 'amount'> {
  readonly minor: string;
  readonly currency: Currency;
}

/** What a query selects for `orderOf`. */
export const ORDER_COLUMNS = `id, kind, owner, project_id as "projectId", account_id as "accountId", iban, holder,
  amount_minor as minor, currency, purpose, state, ordered_at as "orderedAt", sent_at as "sentAt",
  arrived_at as "arrivedAt", ended_at as "endedAt", reason, file_id as "fileId"`;

/** The order of a row. */
export function orderOf({ minor, currency, ...rest }: OrderRow): PaymentOrder {
  return { ...rest, amount: Money.ofMinor(BigInt(minor), currency) };
}

/** Passes when the order stands in one of these states. Throws `not-found`, `order-state`. */
export async function mustStand(tx: Tx, id: OrderId, states: readonly OrderState[]): Promise<void> {
  const sql = 'select state from banking.payment_order where id = $1';
  const [row] = await rowsOf<{ state: OrderState }>(tx, sql, [id]);
  if (!row) throw refuse('not-found', 'not-found', 'No such order.');
  if (!states.includes(row.state)) throw wrongState(row.state);
}

/** Passes when the order is with the bank already. Throws `order-in-file` for one that a file will take there; as `mustStand`. */
export async function mustBeSent(tx: Tx, id: OrderId): Promise<void> {
  await mustStand(tx, id, ['ordered', 'in-transit', 'arrived']);
  const sql = `select 1 from banking.payment_order where id = $1 and state = 'ordered'`;
  if ((await rowsOf(tx, sql, [id])).length === 0) return;
  throw refuse('conflict', 'order-in-file', 'The order goes to the bank with its file.');
}

/** The refusal of what an order in this state does not allow. */
export function wrongState(state: OrderState): DomainError {
  return refuse('conflict', 'order-state', `The order is ${state}.`, { state });
}
