import type { Lang } from '#libs/platform/src/index.js';
import type { Paths } from '#libs/pledges/src/index.js';

/** Where the payment page of a gift to a fund comes back to; `typed` stands in the form again for whoever left. */
export function fundGiftPaths(lang: Lang, slug: string, typed: Record<string, string> = {}): Paths {
  const base = `/${lang}/t/${slug}/fund`;
  return { success: `${base}/thanks/{ref}`, cancel: `${base}/give?${new URLSearchParams({ ...typed, left: 'yes' }).toString()}` };
} // prettier-ignore

/** The page of a monthly gift; `query` as its holder came. The payment page comes back here. */
export function planPaths(lang: Lang, id: string, query: string): Paths {
  const path = `/${lang}/monthly/${id}${query}`;
  return { success: path, cancel: path };
}
