import type { ApprovalId, Money } from '#libs/kernel/src/index.js';
import { account, exchanged, type Journal, type Posting, tagged } from '#libs/ledger/src/index.js';
import type { Gift } from './gift.js';
import { type Home, lossOf, moneyOf, projectOf, purseOf } from './home.postings.js';
import { tagsOf } from './pledge.postings.js';

// What a dispute does to a project's money and to a town's, acts 32 to 35 and 37. Stripe's side of it belongs to payments.
/** What the operator has set aside for losses. */
export const LOSS_RESERVE = account('held', 'operator', 'loss-reserve', 'MDL');
const position = (money: Money) => account('held', 'operator', 'fx', money.currency);

/** A dispute, its gift, and the town in whose purse a part of a gift to a project may lie. */
export interface Disputed {
  readonly id: string;
  readonly gift: Pick<Gift, 'id' | 'lineId' | 'home'>;
  readonly placeCode: string;
}

/** Lei of a gift that lie at its home, and those of a gift to a project in the purse of its town. */
export interface InClaims {
  readonly taken: Money;
  readonly town: Money;
}

/** What a lost dispute comes to: in the donor's currency what is no gift, in lei what the claims give and what is missing. */
export interface LostGift extends InClaims {
  /** A refund that was owed still and that the donor's bank has now given him. */
  readonly owed: Money;
  readonly cover: Money;
  readonly giftLoss: Money;
  /** What had gone back to the donor before, and was taken again. */
  readonly beyondLoss: Money;
}

/** Act 32: while the dispute is open, what it may take of the gift is reserved. */
export function disputeReserved(disputed: Disputed, inClaims: InClaims): Journal {
  return journal(disputed, 'reserved', { status: 'pending', postings: fromClaims(disputed, inClaims) });
}

/** Act 34: the dispute is won, or wanted nothing of the gift after all: it is free again. */
export function disputeFreed(disputed: Disputed): Journal {
  return journal(disputed, 'freed', { postings: [], ends: { key: keyOf(disputed, 'reserved'), as: 'void' } });
}

/** Acts 33 and 37: the dispute is lost: what was reserved is gone, the rest stands on the loss of its home. */
export function disputeTook(disputed: Disputed, lost: LostGift, reserved: boolean): Journal {
  return journal(disputed, 'taken', {
    ...(reserved && { ends: { key: keyOf(disputed, 'reserved'), as: 'posted' } }),
    postings: takings(disputed, lost),
  });
}

/**
 * Acts 33 and 37 taken back: the dispute was won after it had been lost. `regained`: what of its loss had been paid by then, and
 * comes back to its home.
 */
export function disputeRestored(disputed: Disputed, lost: LostGift, regained: Money): Journal {
  const { home } = disputed.gift;
  const paid = { debit: lossOf(home), credit: moneyOf(home), amount: regained };
  return journal(disputed, 'restored', { postings: [...exchanged(takings(disputed, lost)), paid] });
}

/** What a lost dispute moves. */
function takings(disputed: Disputed, lost: LostGift): Posting[] {
  const { owed, cover, giftLoss, beyondLoss } = lost;
  const { gift } = disputed;
  const loss = { debit: lossOf(gift.home), credit: position(giftLoss) };
  return [
    ...fromClaims(disputed, lost),
    ...tagged(tagsOf(gift), [{ ...loss, amount: giftLoss }]),
    { ...loss, amount: beyondLoss, dims: { reason: 'paid-back-before' } },
    { debit: account('held', 'operator', 'fee-cover', cover.currency), credit: position(cover), amount: cover },
    { debit: account('held', 'returns', 'due', owed.currency), credit: position(owed), amount: owed },
  ];
}

function fromClaims({ gift, placeCode }: Disputed, { taken, town }: InClaims): Posting[] {
  return tagged(tagsOf(gift), [
    { debit: moneyOf(gift.home), credit: position(taken), amount: taken },
    { debit: purseOf(placeCode), credit: position(town), amount: town },
  ]);
}

const keyOf = ({ id }: Disputed, step: string) => `dispute:${id}:${step}`;

function journal(
  disputed: Disputed,
  step: 'reserved' | 'freed' | 'taken' | 'restored',
  rest: Pick<Journal, 'postings' | 'status' | 'ends'>,
): Journal {
  const { id, gift } = disputed;
  const ref = { dispute: id, gift: gift.id };
  return { key: keyOf(disputed, step), kind: `gift.dispute-${step}`, ...projectOf(gift.home), ref, ...rest };
}

/** Something done about a loss; `repaid` gives the reserve back what it had covered. */
export interface LossAct {
  readonly id: ApprovalId;
  readonly home: Home;
  readonly amount: Money;
  /** Two have signed it; else it followed by itself from what came. */
  readonly signed: boolean;
}

/** Act 35, as far as a project or a town's fund is concerned. */
export function lossAct(kind: 'recovered' | 'covered' | 'repaid', { id, home, amount, signed }: LossAct): Journal {
  const recovered: Posting = { debit: moneyOf(home), credit: lossOf(home), amount };
  const covered: Posting = { debit: LOSS_RESERVE, credit: lossOf(home), amount };
  // Back by the way it had come, so that the account of the loss tells the whole story.
  const repaid: Posting = { debit: lossOf(home), credit: LOSS_RESERVE, amount };
  const postings = { recovered: [recovered], covered: [covered], repaid: [recovered, repaid] }[kind];
  return {
    key: `loss:${id}`,
    kind: `loss.${kind}`,
    ...projectOf(home),
    postings,
    ref: { act: id, ...(signed && { approval: id }) },
  };
}

/** Act 35: the operator sets some of his own means aside for losses. */
export function lossSetAside({ id, amount }: Pick<LossAct, 'id' | 'amount'>): Journal {
  const posting = { debit: account('held', 'operator', 'capital', 'MDL'), credit: LOSS_RESERVE, amount };
  return { key: `loss:${id}`, kind: 'loss.set-aside', postings: [posting], ref: { act: id } };
}
