import type { BankLine, OrderId } from '#libs/banking/src/index.js';
import { sourceOf } from '#libs/banking/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import { account, type AccountCode, into, type Journal, outOf } from '#libs/ledger/src/index.js';
import { type CallId, poolOf } from '#libs/pledges/src/index.js';

/** The key under which a line of the statement stands as a sponsor's payment. */
const paidKey = ({ id }: Pick<BankLine, 'id'>): string => `line:${id}:sponsor`;

/** Act 25: a sponsor has paid in; his lei are frozen at the rate of the day of the bank's booking. */
export function sponsorPaid(call: CallId, line: BankLine, lei: Money): Journal {
  return {
    key: paidKey(line),
    kind: 'call.paid',
    postings: into(sourceOf(line), poolOf(call), line.amount, lei),
    ref: { call, line: line.id },
  };
}

/**
 * Act 25, the other way: what a closed call did not use is owed back to its sponsor, in the currency and at the rate of the payment
 * that it is of. The order that pays it follows (30).
 */
export function sponsorReturned(call: CallId, order: OrderId, { lei, amount }: { lei: Money; amount: Money }): Journal {
  return {
    key: `sponsor-return:${order}`,
    kind: 'call.returned',
    postings: outOf(dueIn(amount), poolOf(call), amount, lei),
    ref: { call, order },
  };
}

/** The bank refused the order or sent its money back: the same stands in the pool again. */
export function sponsorReturnFallen(call: CallId, order: OrderId, { lei, amount }: { lei: Money; amount: Money }): Journal {
  return {
    key: fallenKey(order),
    kind: 'call.return-fallen',
    postings: into(dueIn(amount), poolOf(call), amount, lei),
    ref: { call, order },
  };
} // prettier-ignore

/** The key under which an order to a sponsor stands as fallen. */
export const fallenKey = (order: OrderId): string => `sponsor-return:${order}:fallen`;

function dueIn({ currency }: Money): AccountCode {
  return account('held', 'returns', 'due', currency);
}
