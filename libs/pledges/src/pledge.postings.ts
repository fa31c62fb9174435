import {
  account,
  type AccountCode,
  type Dimensions,
  into,
  type Journal,
  outOf,
  tagged,
} from '#libs/ledger/src/index.js';
import type { Currency, Money, ProjectId } from '#libs/kernel/src/index.js';
import { type BankLine, sourceOf } from '#libs/banking/src/index.js';
import { type ChargeId } from '#libs/payments/src/index.js';
import type { Back, Gift } from './gift.js';
import { moneyOf, projectOf, purseOf } from './home.postings.js';
import type { Pledge } from './pledge.entity.js';

// Every movement of money that a gift causes stands here, numbered as the acts of the ledger's policy.
/** What the operator owes a project, in lei. */
export const claimOf = (project: ProjectId): AccountCode => account('held', 'project', project, 'claim', 'MDL');
/** Open promises to a project, memorandum. */
export const promisedOf = (project: ProjectId): AccountCode => account('memo', 'project', project, 'promised', 'MDL');
const clearing = (currency: Currency) => account('held', 'stripe', 'clearing', currency);
const due = (currency: Currency) => account('held', 'returns', 'due', currency);
const cover = (currency: Currency) => account('held', 'operator', 'fee-cover', currency);

/** What every entry of a gift carries: the gift, and the line of the budget for which it is wished (act 20). */
export const tagsOf = ({ id, lineId }: Pick<Gift, 'id' | 'lineId'>): Dimensions => ({
  gift: id,
  ...(lineId && { line: lineId }),
});

/** The key under which a promise stands in the books: what is later reversed. */
export const promiseKey = (pledge: Pick<Pledge, 'id'>): string => `pledge:${pledge.id}`;

/** Act 1, memorandum: somebody promised; "raised" does not move. */
export function promised(pledge: Pledge): Journal {
  return {
    key: promiseKey(pledge),
    kind: 'pledge.promised',
    project: pledge.projectId,
    postings: tagged(tagsOf(pledge), [
      {
        debit: promisedOf(pledge.projectId),
        credit: account('memo', 'donors', 'source', 'MDL'),
        amount: pledge.lei,
      },
    ]),
    ref: { pledge: pledge.id },
  };
}

/** The key of the journal by which a gift counts. */
export const countedKey = ({ id }: Pick<Pledge, 'id'>): string => `pledge:${id}:counted`;

/** Acts 3, 10 and 11: a card was charged; the gift counts in lei at its frozen rate, the fee cover beside it. */
export function charged(pledge: Pledge, chargeId: ChargeId): Journal {
  const from = clearing(pledge.currency);
  const gift = into(from, claimOf(pledge.projectId), pledge.gift, pledge.lei);
  return {
    key: countedKey(pledge),
    kind: 'pledge.counted',
    project: pledge.projectId,
    postings: tagged(tagsOf(pledge), [...gift, { debit: from, credit: cover(pledge.currency), amount: pledge.cover }]),
    ref: { pledge: pledge.id, charge: chargeId },
  };
}

/** Acts 12 and 14: a bank line was matched; what came counts, at the pledge's rate. */
export function transferred(pledge: Pledge, line: BankLine): Journal {
  return {
    key: countedKey(pledge),
    kind: 'pledge.counted',
    project: pledge.projectId,
    postings: tagged(tagsOf(pledge), into(sourceOf(line), claimOf(pledge.projectId), pledge.came, pledge.remainingLei)),
    ref: { pledge: pledge.id, line: line.id },
  };
}

/** Acts 14 and 17: what a cashier or an aggregator brought stands in the bank's statement; `ref` names its deposit. */
export function brought(pledge: Pledge, ref: Readonly<Record<string, string>>): Journal {
  return {
    key: countedKey(pledge),
    kind: 'pledge.counted',
    project: pledge.projectId,
    postings: tagged(
      tagsOf(pledge),
      into(sourceOf({ amount: pledge.came }), claimOf(pledge.projectId), pledge.came, pledge.remainingLei),
    ),
    ref: { ...ref, pledge: pledge.id },
  };
}

/** Act 36 for what was brought after the project had ended: it is owed back whole; no claim sees it. */
export function broughtTooLate(pledge: Pledge, ref: Readonly<Record<string, string>>): Journal {
  return {
    key: `pledge:${pledge.id}:owed-back`,
    kind: 'pledge.overpaid',
    postings: [{ debit: sourceOf({ amount: pledge.gift }), credit: due(pledge.currency), amount: pledge.gift }],
    ref: { ...ref, pledge: pledge.id },
  };
}

/** Act 36 by bank: a transfer that may not count is owed back whole; no claim sees it. */
export function transferOwedBack(pledge: Pledge, line: BankLine): Journal {
  return {
    key: `line:${line.id}:owed-back`,
    kind: 'pledge.overpaid',
    postings: [{ debit: sourceOf(line), credit: due(pledge.currency), amount: line.amount }],
    ref: { pledge: pledge.id, line: line.id },
  };
}

/** Act 28: a gift or part of it is owed back to the donor; the claim or the purse falls by the same share of its lei. */
export function owedBack(
  gift: Gift,
  back: Back,
  { n, refundId, code }: { n: number; refundId: string; code?: string | undefined },
): Journal {
  const to = due(gift.currency);
  return {
    key: `${gift.owner}:refund:${n}`,
    kind: 'gift.refund-requested',
    ...projectOf(gift.home),
    postings: tagged({ ...tagsOf(gift), ...(code && { reason: code }) }, [
      ...outOf(to, moneyOf(gift.home), back.gift, back.lei),
      { debit: cover(gift.currency), credit: to, amount: back.cover },
    ]),
    ref: { gift: gift.id, refund: refundId },
  };
}

/** Act 27: so much of a gift goes to the town's next need, as its donor said. */
export function movedOn(pledge: Pledge, lei: Money, placeCode: string): Journal {
  return {
    // A second time only when a part of it came back after all.
    key: `pledge:${pledge.id}:moved${pledge.movedLeiMinor > 0n ? `:${pledge.movedLeiMinor}` : ''}`,
    kind: 'pledge.moved',
    project: pledge.projectId,
    postings: tagged(tagsOf(pledge), [
      {
        debit: claimOf(pledge.projectId),
        credit: purseOf(placeCode),
        amount: lei,
      },
    ]),
    ref: { pledge: pledge.id },
  };
}
