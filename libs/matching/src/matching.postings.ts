import type { BankLine } from '#libs/banking/src/index.js';
import { sourceOf } from '#libs/banking/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import { into, type Journal } from '#libs/ledger/src/index.js';
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
