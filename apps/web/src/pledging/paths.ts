import type { Lang } from '#libs/platform/src/index.js';
import type { Paths } from '#libs/pledges/src/index.js';

/** Where the payment page of a new gift comes back to; "{ref}" and "{id}" become the pledge's. */
export function giftPaths(lang: Lang): Paths {
  return { success: `/${lang}/thanks/{ref}`, cancel: `/${lang}/not-paid/{id}` };
}

/** The same for a gift that has a card already, replaced or repaired: whoever leaves sees his gift. `query` as he came. */
export function otherCardPaths(lang: Lang, query: string): Paths {
  return { ...giftPaths(lang), cancel: `/${lang}/gift/{id}${query}` };
}
