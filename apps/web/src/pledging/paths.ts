import type { Lang } from '#libs/platform/src/index.js';
import type { Paths } from '#libs/pledges/src/index.js';

/** Where the payment page of a gift comes back to; "{ref}" and "{id}" become the pledge's. */
export function giftPaths(lang: Lang): Paths {
  return { success: `/${lang}/thanks/{ref}`, cancel: `/${lang}/not-paid/{id}` };
}
