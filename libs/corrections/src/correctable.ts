import type { SeenJournal } from '#libs/ledger/src/index.js';

/** Who takes a mistake of a person's own judgement back: the rooms of bank lines, orders, money sent back, gifts, and losses. */
export type ByHand = 'line' | 'order' | 'money-back' | 'transfer' | 'deposit' | 'settlement' | 'sponsor' | 'loss';

/** The ways that other journals have of their own; `error.correction-other-way` says each. */
export type OwnWay =
  | 'naming'
  | 'bank'
  | 'refund'
  | 'owed'
  | 'withdrawal'
  | 'end'
  | 'need'
  | 'match'
  | 'message'
  | 'stripe'
  | 'dispute'
  | 'loss'
  | 'tranche'
  | 'invoice'
  | 'share'
  | 'cash'
  | 'reversal';

interface WayRow {
  /** The kind of the journal; `has`: only one whose `ref` has this name. */
  readonly kind: string;
  readonly has?: string;
  readonly way: { readonly hand: ByHand } | { readonly own: OwnWay };
}

const own = (way: OwnWay, ...kinds: string[]): WayRow[] => kinds.map((kind) => ({ kind, way: { own: way } }));
const hand = (room: ByHand, ...kinds: string[]): WayRow[] => kinds.map((kind) => ({ kind, way: { hand: room } }));

/**
 * Every kind of journal and how a mistake in it is set right; the first row that fits counts. By hand only what is a person's
 * own judgement and has no other way back.
 */
export const WAYS: readonly WayRow[] = [
  ...hand('line', 'line.fee', 'line.own-means', 'line.unidentified-returned', 'exchange.sold', 'exchange.bought', 'payout.arrived'), // prettier-ignore
  ...hand('order', 'order.confirmed', 'order.rejected', 'order.returned'),
  ...hand('money-back', 'tranche.returned'),
  { kind: 'loss.recovered', has: 'approval', way: { hand: 'loss' } },
  ...hand('loss', 'loss.set-aside', 'loss.covered'),
  ...own('naming', 'line.unidentified', 'line.unexplained'),
  ...own('bank', 'order.sent', 'order.ordered', 'call.returned', 'call.return-fallen'),
  { kind: 'pledge.counted', has: 'line', way: { hand: 'transfer' } },
  { kind: 'pledge.counted', has: 'deposit', way: { hand: 'deposit' } },
  { kind: 'pledge.counted', has: 'settlement', way: { hand: 'settlement' } },
  ...own('refund', 'pledge.counted', 'fund.counted'),
  ...own('owed', 'pledge.overpaid', 'gift.refund-requested', 'charge.overpaid'),
  ...own('withdrawal', 'pledge.promised'),
  ...own('end', 'pledge.moved'),
  ...hand('sponsor', 'call.paid'),
  ...own('match', 'match.reserved', 'match.earned', 'match.void', 'match.back'),
  ...own('need', 'fund.need-used', 'fund.need-returned'),
  ...own('message', 'message.received', 'message.fee'),
  ...own('stripe', 'charge.fee-known', 'payout.sent', 'refund.paid', 'refund.failed', 'stripe.fee', 'stripe.topped-up'),
  ...own('dispute', 'dispute.opened', 'dispute.won', 'dispute.lost'),
  ...own('dispute', 'gift.dispute-reserved', 'gift.dispute-freed', 'gift.dispute-taken', 'gift.dispute-restored'),
  ...own('loss', 'loss.recovered', 'loss.repaid'),
  ...own('tranche', 'tranche.approved', 'tranche.void', 'tranche.released', 'tranche.received'),
  ...own('invoice', 'invoice.spent', 'invoice.proven'),
  ...own('share', 'share.promised', 'share.authorised', 'share.paid', 'share.reversed', 'share.in-kind'),
  ...own('cash', 'cash.in-hand'),
  ...own('reversal', 'correction.reversed'),
];

/** How a mistake in this journal is set right. Throws for a kind that nobody has put among `WAYS`: that is a fault of ours. */
export function wayOf({ kind, ref }: Pick<SeenJournal, 'kind' | 'ref'>): WayRow['way'] {
  const row = WAYS.find((one) => one.kind === kind && (one.has === undefined || one.has in ref));
  if (!row) throw new Error(`nobody has said how a mistake in ${kind} is set right`);
  return row.way;
}
