import type { Currency, Money } from '#libs/kernel/src/index.js';

/** Why a place says something else than the books, or of what an account on the way is made. */
export type CauseKind =
  'moved-since' | 'unbooked' | 'by-hand' | 'clearing' | 'payout' | 'disputed' | 'order' | 'exchange';

/** One cause: so many things and what they come to. */
interface Cause {
  readonly kind: CauseKind;
  readonly things: number;
  /** As it is added to what the place says to get at the books. */
  readonly amount: Money;
  /** The oldest of them; null when there is none. */
  readonly since: Date | null;
}

/**
 * Why Stripe's last word is over an hour old: it was not asked since, it was asked and does not answer, or money moved
 * every time it was asked.
 */
export type Silence = 'not-asked' | 'no-answer' | 'moving';

/** What somebody else says lies with him, and what our books say of it. */
export interface PlaceReckoning {
  /** Null while he has not said anything yet. */
  readonly said: Money | null;
  /** Of Stripe's word: what may be paid out, and what is still on its way there. */
  readonly parts: { readonly available: Money; readonly pending: Money } | null;
  /** When he said it; of the bank the end of the last day that its statements cover. */
  readonly at: Date | null;
  /** Null while his word is fresh, and always of the bank. */
  readonly silence: Silence | null;
  readonly causes: readonly Cause[];
  readonly books: Money;
  /** What the books have more than he says with every cause; nothing when all is well. */
  readonly unexplained: Money;
}

/** Money that lies nowhere at this moment: the things under way, and the account between two places that must carry them. */
export interface WayReckoning extends Cause {
  readonly books: Money;
  readonly unexplained: Money;
}

/** One currency three ways: what Stripe says, what the bank says, what our books say; and why they differ. */
export interface Reckoning {
  readonly currency: Currency;
  readonly stripe: PlaceReckoning;
  readonly bank: PlaceReckoning;
  /** Between the places, by our books: charged and not settled, paid out, in dispute, ordered (below zero), being exchanged. */
  readonly way: readonly WayReckoning[];
  /** Everything that our books have in this currency. */
  readonly books: Money;
  /** Whether every difference has its cause. */
  readonly explained: boolean;
}
