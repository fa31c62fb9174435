import { type Currency, type Id, Money } from '#libs/kernel/src/index.js';

export type CheckoutId = Id<'Checkout'>;
export type ChargeId = Id<'Charge'>;
export type RefundId = Id<'Refund'>;
/** Whose payment it is, opaque here: "pledge:ID". */
export type Owner = `${string}:${string}`;

/** How far a charge has come. Later words win: once succeeded, nothing that is told late changes it. */
export type ChargeState = 'wanted' | 'processing' | 'needs-action' | 'failed' | 'succeeded';

const RANK: Readonly<Record<ChargeState, number>> = {
  wanted: 0,
  processing: 1,
  'needs-action': 2,
  failed: 3,
  succeeded: 4,
};

/** The state after a charge in state `from` was seen as `seen`: the further of both, so the order of tellings is no matter. */
export function further(from: ChargeState, seen: ChargeState): ChargeState {
  return RANK[seen] > RANK[from] ? seen : from;
}

/** One payment by card: of a hosted checkout, or later with a saved card. */
export interface Charge {
  readonly id: ChargeId;
  readonly owner: Owner;
  readonly checkoutId: CheckoutId;
  /** Gift and fee cover together, as charged. */
  readonly amount: Money;
  readonly feeCover: Money;
  readonly state: ChargeState;
  /** Stripe's decline or error code; `authentication_required` when the bank wants the person. */
  readonly failure: string | null;
  readonly wantedAt: Date;
  /** When the bank said yes: this decides what was in time. */
  readonly authorisedAt: Date | null;
  readonly paymentIntent: string | null;
  readonly stripeCharge: string | null;
  /** When it was found to be owed back whole (a second payment, or one too late). */
  readonly returnedAt: Date | null;
}

/** A row of payments.charge as `CHARGE_COLUMNS` reads it. */
export interface ChargeRow extends Omit<Charge, 'amount' | 'feeCover'> {
  readonly key: string;
  readonly amountMinor: string;
  readonly coverMinor: string;
  readonly currency: Currency;
  readonly attemptedAt: Date | null;
}

/** What a query selects for `chargeOf`. */
export const CHARGE_COLUMNS = `id, owner, checkout_id as "checkoutId", key, amount_minor as "amountMinor",
  cover_minor as "coverMinor", currency, state, failure, wanted_at as "wantedAt", attempted_at as "attemptedAt",
  authorised_at as "authorisedAt", payment_intent as "paymentIntent", stripe_charge as "stripeCharge",
  returned_at as "returnedAt"`;

/** The charge of a row. */
export function chargeOf({ amountMinor, coverMinor, currency, ...row }: ChargeRow): Charge {
  const { id, owner, checkoutId, state, failure, wantedAt, authorisedAt, paymentIntent, stripeCharge, returnedAt } =
    row;
  const amount = Money.ofMinor(BigInt(amountMinor), currency);
  const feeCover = Money.ofMinor(BigInt(coverMinor), currency);
  return {
    id, owner, checkoutId, amount, feeCover, state, failure, wantedAt, authorisedAt, paymentIntent, stripeCharge, returnedAt,
  }; // prettier-ignore
}
