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
  /** `release`: a tranche to an authority; `refund`: money that is owed back to a donor. */
  readonly kind: 'release' | 'refund';
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
  readonly reason: string | null;
}

/** A row of banking.payment_order as `ORDER_COLUMNS` reads it. */
export interface OrderRow extends Omit<PaymentOrder, 'amount'> {
  readonly minor: string;
  readonly currency: Currency;
}

/** What a query selects for `orderOf`. */
export const ORDER_COLUMNS = `id, kind, owner, project_id as "projectId", account_id as "accountId", iban, holder,
  amount_minor as minor, currency, purpose, state, ordered_at as "orderedAt", sent_at as "sentAt",
  arrived_at as "arrivedAt", reason`;

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

/** The refusal of what an order in this state does not allow. */
export function wrongState(state: OrderState): DomainError {
  return refuse('conflict', 'order-state', `The order is ${state}.`, { state });
}
