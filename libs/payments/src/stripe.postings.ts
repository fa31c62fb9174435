import { type Currency, Money } from '#libs/kernel/src/index.js';
import { account, type AccountCode, type Journal, type Posting } from '#libs/ledger/src/index.js';

/** A movement of the balance at Stripe: `amount` − `fee` = `net`, signs are Stripe's (what leaves is negative). */
export interface Movement {
  readonly id: string;
  readonly amount: Money;
  readonly fee: Money;
  readonly net: Money;
}

const stripe = (name: 'clearing' | 'balance' | 'payout' | 'disputed', currency: Currency): AccountCode =>
  account('held', 'stripe', name, currency);
const operator = (name: 'fx' | 'fees-stripe' | 'capital', currency: Currency): AccountCode =>
  account('held', 'operator', name, currency);
const due = (currency: Currency): AccountCode => account('held', 'returns', 'due', currency);

/** Acts 5 and 6: Stripe's balance transaction of a charge; `gross` is what the donor was charged, in his currency. */
export function feeKnown(chargeId: string, gross: Money, { id, amount, fee, net }: Movement): Journal {
  const clearing = stripe('clearing', gross.currency);
  const settled = amount.currency;
  const same = settled === gross.currency;
  const from = same ? clearing : operator('fx', settled);
  // A fee larger than the gift leaves less than nothing: then the balance pays.
  const postings = [
    ...(same ? [] : [{ debit: operator('fx', gross.currency), credit: clearing, amount: gross }]),
    signed({ debit: stripe('balance', settled), credit: from, amount: net }),
    signed({ debit: operator('fees-stripe', settled), credit: from, amount: fee }),
  ];
  return { key: `txn:${id}`, kind: 'charge.fee-known', postings, ref: { charge: chargeId, transaction: id } };
}

/** Act 7: a payout leaves Stripe's balance for the bank. */
export function payoutSent(payoutId: string, { id, amount }: Movement): Journal {
  const { currency } = amount;
  return {
    key: payoutSentKey(payoutId),
    kind: 'payout.sent',
    postings: [{ debit: stripe('payout', currency), credit: stripe('balance', currency), amount: positive(amount) }],
    ref: { payout: payoutId, transaction: id },
  };
}

/** The key of act 7, which act 9 reverses. */
export function payoutSentKey(payoutId: string): string {
  return `payout:${payoutId}:sent`;
}

/** Act 29: a refund has left Stripe's balance; `refunded` is what the donor gets, in his currency. */
export function refundPaid(refundId: string, refunded: Money, movement: Movement): Journal {
  return {
    key: `refund:${refundId}:paid`,
    kind: 'refund.paid',
    postings: [...refundMoves(refunded, positive(movement.amount)), ...feeOf(movement)],
    ref: { refund: refundId, transaction: movement.id },
  };
}

/** Act 31: a refund that had left came back, by a new transaction: it is owed again. */
export function refundFailed(refundId: string, refunded: Money, movement: Movement): Journal {
  const back = refundMoves(refunded, positive(movement.amount));
  return {
    key: `refund:${refundId}:failed`,
    kind: 'refund.failed',
    postings: [
      ...back.map(({ debit, credit, amount }) => ({ debit: credit, credit: debit, amount })),
      ...feeOf(movement),
    ],
    ref: { refund: refundId, transaction: movement.id },
  };
}

function refundMoves(refunded: Money, settled: Money): Posting[] {
  const owed = due(refunded.currency);
  const balance = stripe('balance', settled.currency);
  if (settled.currency === refunded.currency) return [{ debit: owed, credit: balance, amount: settled }];
  return [
    { debit: owed, credit: operator('fx', refunded.currency), amount: refunded },
    { debit: operator('fx', settled.currency), credit: balance, amount: settled },
  ];
}

/** Act 36: a payment that was never counted (a second one, or too late) is owed back whole. */
export function overpaid(chargeId: string, amount: Money): Journal {
  const postings = [{ debit: stripe('clearing', amount.currency), credit: due(amount.currency), amount }];
  return { key: `charge:${chargeId}:overpaid`, kind: 'charge.overpaid', postings, ref: { charge: chargeId } };
}

/** Act 32, Stripe's side: what a dispute has taken stands apart while it is open. */
export function disputeTaken(disputeId: string, movement: Movement): Journal {
  const { currency } = movement.amount;
  const taken = { debit: stripe('disputed', currency), credit: stripe('balance', currency) };
  return {
    key: `dispute:${disputeId}:opened`,
    kind: 'dispute.opened',
    postings: [{ ...taken, amount: positive(movement.amount) }, ...feeOf(movement)],
    ref: { dispute: disputeId, transaction: movement.id },
  };
}

/**
 * Act 34, Stripe's side: what a dispute had taken is back. `standing` is what of it stands as disputed still; what came back
 * beyond or short of it (another rate, or after it was given up for lost) is the operator's position.
 */
export function disputeWon(disputeId: string, movement: Movement, standing: Money): Journal {
  const back = positive(movement.amount);
  const [balance, disputed] = [stripe('balance', back.currency), stripe('disputed', standing.currency)];
  const moves: Posting[] = back.equals(standing)
    ? [{ debit: balance, credit: disputed, amount: back }]
    : [
        { debit: balance, credit: operator('fx', back.currency), amount: back },
        { debit: operator('fx', standing.currency), credit: disputed, amount: standing },
      ];
  return {
    key: `dispute:${disputeId}:won`,
    kind: 'dispute.won',
    postings: [...moves, ...feeOf(movement)],
    ref: { dispute: disputeId, transaction: movement.id },
  };
}

/** Act 33, Stripe's side: what a dispute had taken is gone, on the operator's position until the claim side is settled. */
export function disputeLost(disputeId: string, taken: Money): Journal {
  const { currency } = taken;
  const postings = [{ debit: operator('fx', currency), credit: stripe('disputed', currency), amount: taken }];
  return { key: `dispute:${disputeId}:lost`, kind: 'dispute.lost', postings, ref: { dispute: disputeId } };
}

/** A fee of Stripe's that belongs to no charge (or, with the other sign, one given back). */
export function stripeFee({ id, net }: Movement): Journal {
  const sides = { debit: stripe('balance', net.currency), credit: operator('fees-stripe', net.currency) };
  return {
    key: `txn:${id}`,
    kind: 'stripe.fee',
    postings: [signed({ ...sides, amount: net })],
    ref: { transaction: id },
  };
}

/** Act 45: the operator tops up the balance at Stripe from his own means. */
export function toppedUp({ id, net }: Movement): Journal {
  const sides = { debit: stripe('balance', net.currency), credit: operator('capital', net.currency) };
  return {
    key: `txn:${id}`,
    kind: 'stripe.topped-up',
    postings: [signed({ ...sides, amount: net })],
    ref: { transaction: id },
  };
}

// A fee that comes with a refund or a dispute; Stripe may also give one back.
function feeOf({ fee }: Movement): Posting[] {
  const sides = { debit: operator('fees-stripe', fee.currency), credit: stripe('balance', fee.currency) };
  return [signed({ ...sides, amount: fee })];
}

// An amount below nothing moves the other way.
function signed(posting: Posting): Posting {
  const { debit, credit, amount } = posting;
  return amount.minor < 0n ? { debit: credit, credit: debit, amount: positive(amount) } : posting;
}

function positive(money: Money): Money {
  return money.minor < 0n ? Money.ofMinor(-money.minor, money.currency) : money;
}
