import { DomainError } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import type { Paths, Pledge } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Where the payment page of a new gift comes back to; "{ref}" and "{id}" become the pledge's. */
export function giftPaths(lang: Lang): Paths {
  return { success: `/${lang}/thanks/{ref}`, cancel: `/${lang}/not-paid/{id}` };
}

/**
 * The same for a gift that has a card already, replaced or repaired: whoever has done it reads that the card is new, whoever
 * leaves sees his gift. `query` as he came.
 */
export function otherCardPaths(lang: Lang, query: string): Paths {
  return { success: `${giftPaths(lang).success}?card=new`, cancel: `/${lang}/gift/{id}${query}` };
}

/** Where a payment page is: its address, or, while very many are wanted at once, our page that waits for its turn. */
export async function payPath({ href }: Pick<Reading, 'href'>, open: () => Promise<string>): Promise<string> {
  try {
    return await open();
  } catch (error) {
    const checkout = error instanceof DomainError && error.code === 'checkout-waits' && error.params.checkout;
    if (typeof checkout === 'string') return href(`/pay/${checkout}`);
    throw error;
  }
}

/** Gifts whose payment was left, and may be finished. */
export const LEFT: readonly Pledge['state'][] = ['started', 'abandoned'];
/** Gifts that came to nothing: somebody may want to give them once more, as they were. */
export const ENDED: readonly Pledge['state'][] = ['withdrawn', 'lapsed', 'refunded', 'lost'];

/** The giving form with what stood in it for this gift; `token` lets the holder of its link see his address too. */
export function againPath(project: string, { id, currency }: Pledge, token: string | null = null): string {
  const query = new URLSearchParams({ again: id, currency, ...(token && { token }) });
  return `${project}/give?${query.toString()}`;
}
