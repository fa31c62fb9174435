import { type Currency, Money, refuseFields } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccountId, LineMeaning } from './bank-line.js';

/** What a line of the statement belongs to, as far as the line must say the same. */
export interface Referred {
  readonly amount: Money;
  /** Null for a payout: it may arrive on any account. */
  readonly accountId: BankAccountId | null;
  readonly counterparty: { readonly name: string; readonly iban: string | null };
}

/** A row of `REFERRED`. */
export interface ReferredRow extends Omit<Referred, 'amount' | 'counterparty'> {
  readonly minor: string;
  readonly currency: Currency;
  readonly name: string | null;
  readonly iban: string | null;
}

/** The order, payout or earlier line that a line of meaning $1 names with $2; nothing for meanings whose sum is their own. */
export const REFERRED = `
  select amount_minor as minor, currency, account_id as "accountId", holder as name, iban
    from banking.payment_order where $1 in ('order', 'order-returned') and id::text = $2
  union all select amount_minor, currency, null, 'Stripe', null from payments.payout where $1 = 'payout' and id = $2
  union all select abs(amount_minor), currency, account_id, counterparty_name, counterparty_iban
    from banking.line where $1 = 'unidentified-returned' and id::text = $2 and state = 'confirmed'`;

/** What a row of `REFERRED` says. */
export function referredOf({ minor, currency, accountId, name, iban }: ReferredRow): Referred {
  return { amount: Money.ofMinor(BigInt(minor), currency), accountId, counterparty: { name: name ?? '', iban } };
}

const FITTED: readonly LineMeaning[] = ['order', 'order-returned', 'payout', 'unidentified-returned'];

/**
 * Passes when a line to be entered says what the thing says that it belongs to, so that no second person is asked to sign
 * what cannot be. Throws `invalid`: `line-refers-wrong` when there is no such thing, `line-refers-account`, `line-refers-sum`
 * (param `sum`).
 */
export async function mustFit(
  tx: Tx,
  line: { meaning: LineMeaning; refersTo?: string; amount: Money; accountId: BankAccountId },
): Promise<void> {
  if (!FITTED.includes(line.meaning)) return;
  const [row] = await rowsOf<ReferredRow>(tx, REFERRED, [line.meaning, line.refersTo]);
  if (!row) throw refuseFields({ pointer: '/refersTo', code: 'line-refers-wrong' });
  const { accountId, amount } = referredOf(row);
  if (accountId && accountId !== line.accountId)
    throw refuseFields({ pointer: '/accountId', code: 'line-refers-account' });
  // A payout may have been exchanged on its way.
  if (amount.currency !== line.amount.currency || amount.equals(line.amount)) return;
  throw refuseFields({ pointer: '/amount', code: 'line-refers-sum', params: { sum: amount } });
}
