import { type Currency, type DomainError, Money, refuse } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import type { CheckoutId, Owner } from './charge.js';

/** Wanted by us, open at Stripe, then expired, its card saved, or paid. */
export type CheckoutState = 'wanted' | 'open' | 'expired' | 'saved' | 'paid';

/** A hosted checkout to open: `pay` charges at once, `save-card` keeps the card to be charged later. */
export interface OpenCheckout {
  readonly id: CheckoutId;
  readonly owner: Owner;
  readonly mode: 'pay' | 'save-card';
  readonly gift: Money;
  /** What is added so that the fee is covered; zero when it is not. Same currency as the gift. */
  readonly feeCover: Money;
  readonly email: string;
  readonly lang: Lang;
  /** What the person reads beside the sum, in his language (1 to 250 characters). */
  readonly description: string;
  /** Paths of ours to come back to, beginning with "/". */
  readonly successPath: string;
  readonly cancelPath: string;
  /** When the page stops working; Stripe allows 30 minutes to 24 hours after it was opened. */
  readonly expiresAt: Date;
}

/** A checkout and what became of it. */
export interface Checkout extends Omit<OpenCheckout, 'email'> {
  readonly email: string | null;
  readonly state: CheckoutState;
  readonly session: string | null;
  readonly url: string | null;
  /** When the card was saved, by Stripe's word. */
  readonly savedAt: Date | null;
  readonly customer: string | null;
  readonly paymentMethod: string | null;
  readonly releaseWantedAt: Date | null;
  readonly releasedAt: Date | null;
}

/** A row of payments.checkout as `CHECKOUT_COLUMNS` reads it. */
export interface CheckoutRow extends Omit<Checkout, 'gift' | 'feeCover'> {
  readonly giftMinor: string;
  readonly coverMinor: string;
  readonly currency: Currency;
}

/** What a query selects for `checkoutOf`. */
export const CHECKOUT_COLUMNS = `id, owner, mode, gift_minor as "giftMinor", cover_minor as "coverMinor", currency, email, lang,
  description, success_path as "successPath", cancel_path as "cancelPath", expires_at as "expiresAt", state, session, url,
  saved_at as "savedAt", customer, payment_method as "paymentMethod", release_wanted_at as "releaseWantedAt",
  released_at as "releasedAt"`;

/** The checkout of a row. */
export function checkoutOf({ giftMinor, coverMinor, currency, ...rest }: CheckoutRow): Checkout {
  const gift = Money.ofMinor(BigInt(giftMinor), currency);
  return { ...rest, gift, feeCover: Money.ofMinor(BigInt(coverMinor), currency) };
}

/** The refusal of a checkout that nobody can pay on any more. */
export function checkoutOver(): DomainError {
  return refuse('conflict', 'checkout-over', 'This payment page has expired or was used.');
}
