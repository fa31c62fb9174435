import { isId, type PledgeId } from '#libs/kernel/src/index.js';
import type { Access } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { known } from './thanks.pages.js';

/** The id of a gift in a path. Throws `not-found` for anything else. */
export function pledgeId(id: string): PledgeId {
  return isId(id) ? (id as PledgeId) : known(null).id;
}

/** By what somebody comes to a gift: the signed link of its letters, or as the person who is signed in. */
export function accessOf(
  reading: Reading,
  { token }: { readonly token?: string | null } = { token: reading.query.get('token') },
): Access {
  return token ? { token } : { by: reading.person() };
}

/** "?token=…" for whoever came by a link, else "". */
export function tokenQuery({ query }: Reading): string {
  const token = query.get('token');
  return token ? `?token=${encodeURIComponent(token)}` : '';
}
