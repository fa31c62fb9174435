import type { ApprovalId, Money, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, exchanged, type Journal, type Posting, tagged } from '#libs/ledger/src/index.js';
import type { Pledge } from './pledge.entity.js';
import { claimOf, tagsOf } from './pledge.postings.js';

// What a dispute does to a project's money, acts 32 to 35 and 37. Stripe's side of it belongs to payments.
/** Lei that lost disputes took and that the project's claim could not give. */
export const lossOf = (project: ProjectId): AccountCode => account('held', 'project', project, 'loss', 'MDL');
/** What the operator has set aside for such losses. */
export const LOSS_RESERVE = account('held', 'operator', 'loss-reserve', 'MDL');
/** A town's purse for its next need. */
export const purseOf = (placeCode: string): AccountCode => account('held', 'town', placeCode, 'claim', 'MDL');
const position = (money: Money) => account('held', 'operator', 'fx', money.currency);

/** Whose gift a dispute is about, and where its money may lie. */
export interface DisputedGift {
  readonly id: string;
  readonly pledgeId: PledgeId;
  readonly lineId: Pledge['lineId'];
  readonly projectId: ProjectId;
  readonly placeCode: string;
}

/** Lei of a gift that lie in the project's claim and in the purse of its town. */
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
export function disputeReserved(gift: DisputedGift, inClaims: InClaims): Journal {
  return journal(gift, 'reserved', { status: 'pending', postings: fromClaims(gift, inClaims) });
}

/** Act 34: the dispute is won, or wanted nothing of the gift after all: it is free again. */
export function disputeFreed(gift: DisputedGift): Journal {
  return journal(gift, 'freed', { postings: [], ends: { key: keyOf(gift, 'reserved'), as: 'void' } });
}

/** Acts 33 and 37: the dispute is lost: what was reserved is gone, the rest stands on the project's loss. */
export function disputeTook(gift: DisputedGift, lost: LostGift, reserved: boolean): Journal {
  return journal(gift, 'taken', {
    ...(reserved && { ends: { key: keyOf(gift, 'reserved'), as: 'posted' } }),
    postings: takings(gift, lost),
  });
}

/**
 * Acts 33 and 37 taken back: the dispute was won after it had been lost. `regained`: what of its loss had been paid by then, and
 * comes back into the claim.
 */
export function disputeRestored(gift: DisputedGift, lost: LostGift, regained: Money): Journal {
  const paid = { debit: lossOf(gift.projectId), credit: claimOf(gift.projectId), amount: regained };
  return journal(gift, 'restored', { postings: [...exchanged(takings(gift, lost)), paid] });
}

/** What a lost dispute moves. */
function takings(gift: DisputedGift, lost: LostGift): Posting[] {
  const { owed, cover, giftLoss, beyondLoss } = lost;
  const loss = { debit: lossOf(gift.projectId), credit: position(giftLoss) };
  return [
    ...fromClaims(gift, lost),
    ...tagged(tagsOf({ id: gift.pledgeId, lineId: gift.lineId }), [{ ...loss, amount: giftLoss }]),
    { ...loss, amount: beyondLoss, dims: { reason: 'paid-back-before' } },
    { debit: account('held', 'operator', 'fee-cover', cover.currency), credit: position(cover), amount: cover },
    { debit: account('held', 'returns', 'due', owed.currency), credit: position(owed), amount: owed },
  ];
}

function fromClaims({ pledgeId, lineId, projectId, placeCode }: DisputedGift, { taken, town }: InClaims): Posting[] {
  return tagged(tagsOf({ id: pledgeId, lineId }), [
    { debit: claimOf(projectId), credit: position(taken), amount: taken },
    { debit: purseOf(placeCode), credit: position(town), amount: town },
  ]);
}

const keyOf = ({ id }: DisputedGift, step: string) => `dispute:${id}:${step}`;

function journal(
  gift: DisputedGift,
  step: 'reserved' | 'freed' | 'taken' | 'restored',
  rest: Pick<Journal, 'postings' | 'status' | 'ends'>,
): Journal {
  const ref = { dispute: gift.id, pledge: gift.pledgeId };
  return { key: keyOf(gift, step), kind: `pledge.dispute-${step}`, project: gift.projectId, ref, ...rest };
}

/** Something done about the loss of a project; `repaid` gives the reserve back what it had covered. */
export interface LossAct {
  readonly id: ApprovalId;
  readonly projectId: ProjectId;
  readonly amount: Money;
}

/** Act 35, as far as a project is concerned. */
export function lossAct(kind: 'recovered' | 'covered' | 'repaid', { id, projectId, amount }: LossAct): Journal {
  const recovered: Posting = { debit: claimOf(projectId), credit: lossOf(projectId), amount };
  const covered: Posting = { debit: LOSS_RESERVE, credit: lossOf(projectId), amount };
  // Back by the way it had come, so that the account of the loss tells the whole story.
  const repaid: Posting = { debit: lossOf(projectId), credit: LOSS_RESERVE, amount };
  const postings = { recovered: [recovered], covered: [covered], repaid: [recovered, repaid] }[kind];
  return { key: `loss:${id}`, kind: `loss.${kind}`, project: projectId, postings, ref: { act: id } };
}

/** Act 35: the operator sets some of his own means aside for losses. */
export function lossSetAside({ id, amount }: Omit<LossAct, 'projectId'>): Journal {
  const posting = { debit: account('held', 'operator', 'capital', 'MDL'), credit: LOSS_RESERVE, amount };
  return { key: `loss:${id}`, kind: 'loss.set-aside', postings: [posting], ref: { act: id } };
}
