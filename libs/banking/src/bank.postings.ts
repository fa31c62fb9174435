import { type Currency, type Money, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, type Journal, type Posting } from '#libs/ledger/src/index.js';
import type { BankLine } from './bank-line.js';
import type { PaymentOrder } from './payment-order.js';

const bank = (id: string, name: 'balance' | 'order' | 'exchange', currency: Currency): AccountCode =>
  account('held', 'bank', id, name, currency);
const operator = (
  name: 'fx' | 'fees-bank' | 'capital' | 'unidentified' | 'unexplained',
  currency: Currency,
): AccountCode => account('held', 'operator', name, currency);
const claimOf = (project: ProjectId): AccountCode => account('held', 'project', project, 'claim', 'MDL');

/** Where the money of a line stands until it is claimed: apart from all other (act 13), and from there it is booked (14). */
export function sourceOf({ amount }: Pick<BankLine, 'amount'>): AccountCode {
  return operator('unidentified', amount.currency);
}

/** Act 8: a payout of Stripe's has arrived, in its own currency or exchanged by the bank. */
export function payoutArrived(payoutId: string, sent: Money, line: BankLine): Journal {
  const payout = account('held', 'stripe', 'payout', sent.currency);
  const { amount } = line;
  const balance = bank(line.accountId, 'balance', amount.currency);
  const same: Posting[] = [{ debit: balance, credit: payout, amount }];
  const other: Posting[] = [
    { debit: operator('fx', sent.currency), credit: payout, amount: sent },
    { debit: balance, credit: operator('fx', amount.currency), amount },
  ];
  const postings = amount.currency === sent.currency ? same : other;
  return {
    key: `payout:${payoutId}:arrived`,
    kind: 'payout.arrived',
    postings,
    ref: { payout: payoutId, line: line.id },
  };
}

/** Act 13: money that nobody has claimed yet; it is kept apart until it is named or sent back. */
export function unidentified(line: BankLine): Journal {
  const { currency } = line.amount;
  return ofLine(line, 'line.unidentified', [
    {
      debit: bank(line.accountId, 'balance', currency),
      credit: sourceOf(line),
      amount: line.amount,
    },
  ]);
}

/** Money left the account by a statement and nobody has said why: it stands apart until somebody does. */
export function unexplained(line: BankLine): Journal {
  const { currency } = line.amount;
  const sides = { debit: operator('unexplained', currency), credit: bank(line.accountId, 'balance', currency) };
  return ofLine(line, 'line.unexplained', [{ ...sides, amount: line.amount }]);
}

/**
 * What a line that stood apart turned out to be: the journal of its meaning, but from where the money stands
 * (unidentified or unexplained) instead of the account, where it has come or gone already. Null when it stays there: what
 * was sent back unidentified and came back is unidentified again.
 */
export function named(journal: Journal, line: BankLine): Journal | null {
  const { currency } = line.amount;
  const balance = bank(line.accountId, 'balance', currency);
  const key = journal.key === `line:${line.id}` ? `${journal.key}:named` : journal.key;
  const postings = journal.postings.map((posting) => ({
    ...posting,
    debit: posting.debit === balance ? operator('unidentified', currency) : posting.debit,
    credit: posting.credit === balance ? operator('unexplained', currency) : posting.credit,
  }));
  const moves = postings.filter(({ debit, credit }) => debit !== credit);
  return moves.length > 0 ? { ...journal, key, postings: moves } : null;
}

/** Act 15, and 42 with it: unidentified money was sent back to where it came from. */
export function unidentifiedReturned(line: BankLine): Journal {
  const { amount, accountId } = line;
  const order = bank(accountId, 'order', amount.currency);
  return ofLine(line, 'line.unidentified-returned', [
    { debit: sourceOf(line), credit: order, amount },
    { debit: order, credit: bank(accountId, 'balance', amount.currency), amount },
  ]);
}

/** Act 44, first half: currency was sold; its counter-value is under way. */
export function exchangeSold(line: BankLine): Journal {
  const { amount, accountId } = line;
  const sides = {
    debit: bank(accountId, 'exchange', amount.currency),
    credit: bank(accountId, 'balance', amount.currency),
  };
  return {
    key: `deal:${line.id}:sold`,
    kind: 'exchange.sold',
    postings: [{ ...sides, amount }],
    ref: { line: line.id },
  };
}

/** Act 44, second half: the counter-value of what was sold is booked. */
export function exchangeBought(sold: BankLine, line: BankLine): Journal {
  const [from, to] = [sold.amount.currency, line.amount.currency];
  return {
    key: `deal:${sold.id}:bought`,
    kind: 'exchange.bought',
    postings: [
      { debit: operator('fx', from), credit: bank(sold.accountId, 'exchange', from), amount: sold.amount },
      { debit: bank(line.accountId, 'balance', to), credit: operator('fx', to), amount: line.amount },
    ],
    ref: { line: line.id, sold: sold.id },
  };
}

/** Act 45: the bank took a fee. */
export function bankFee(line: BankLine): Journal {
  const { amount, accountId } = line;
  const fees = operator('fees-bank', amount.currency);
  return ofLine(line, 'line.fee', [{ debit: fees, credit: bank(accountId, 'balance', amount.currency), amount }]);
}

/** Act 45: the operator paid in from his own means. */
export function ownMeans(line: BankLine): Journal {
  const { amount, accountId } = line;
  const capital = operator('capital', amount.currency);
  return ofLine(line, 'line.own-means', [
    { debit: bank(accountId, 'balance', amount.currency), credit: capital, amount },
  ]);
}

/** Acts 41, 30, 25 and 15: an order to the bank, out of what was released to a project, is owed back, or nobody has claimed. */
export function ordered(order: PaymentOrder): Journal {
  const { amount, accountId, kind } = order;
  const debit = order.projectId ? account('held', 'project', order.projectId, 'released', 'MDL') : backTo(order);
  return ofOrder(order, kind === 'release' ? 'sent' : 'ordered', [
    { debit, credit: bank(accountId, 'order', amount.currency), amount },
  ]);
}

/** Act 42, the held book: the bank has paid an order. */
export function orderConfirmed(order: PaymentOrder, line: BankLine): Journal {
  const { amount, accountId } = order;
  const sides = {
    debit: bank(accountId, 'order', amount.currency),
    credit: bank(accountId, 'balance', amount.currency),
  };
  return withLine(ofOrder(order, 'confirmed', [{ ...sides, amount }]), line);
}

/** Act 43: the bank refused an order; the sum is the project's again (or owed back, or unclaimed, again). */
export function orderRejected(order: PaymentOrder): Journal {
  const { amount, accountId } = order;
  return ofOrder(order, 'rejected', [
    { debit: bank(accountId, 'order', amount.currency), credit: backTo(order), amount },
  ]);
}

/** Act 43: what an order had paid came back, in both books: the town hall has not that money to spend any more. */
export function orderReturned(order: PaymentOrder, line: BankLine): Journal {
  const { amount, accountId, projectId } = order;
  const memo = (name: 'town-source' | 'town-unspent') => account('memo', 'project', projectId!, name, 'MDL');
  const returned = { debit: bank(accountId, 'balance', amount.currency), credit: backTo(order), amount };
  const unreceived = projectId ? [{ debit: memo('town-source'), credit: memo('town-unspent'), amount }] : [];
  return withLine(ofOrder(order, 'returned', [returned, ...unreceived]), line);
}

function backTo({ kind, projectId, amount }: PaymentOrder): AccountCode {
  if (projectId) return claimOf(projectId);
  return kind === 'return' ? sourceOf({ amount }) : account('held', 'returns', 'due', amount.currency);
}

function ofLine({ id }: BankLine, kind: string, postings: Posting[]): Journal {
  return { key: `line:${id}`, kind, postings, ref: { line: id } };
}

function ofOrder({ id, owner, projectId }: PaymentOrder, what: string, postings: Posting[]): Journal {
  const project = projectId ? { project: projectId } : {};
  return { key: `order:${id}:${what}`, kind: `order.${what}`, postings, ref: { order: id, owner }, ...project };
}

function withLine(journal: Journal, { id }: BankLine): Journal {
  return { ...journal, ref: { ...journal.ref, line: id } };
}
