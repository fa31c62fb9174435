/** SQL: the donor who is person `d`: whoever reads one mailbox is one, however he spells its address. */
export const DONOR = 'coalesce(d.mailbox, d.id::text)';

/** Whose a gift is, and from which account it was paid where a statement says so. */
export interface Giver {
  readonly donor: string;
  readonly payer: string | null;
}

/** How many different donors these are: whoever pays from one account is one, however many mailboxes he reads. */
export function donorsAmong(givers: readonly Giver[]): number {
  const first = new Map<string, string>();
  const rootOf = (one: string): string => {
    const above = first.get(one) ?? one;
    return above === one ? one : rootOf(above);
  };
  for (const { donor, payer } of givers) {
    const own = `person:${donor}`;
    if (!first.has(own)) first.set(own, own);
    if (payer === null) continue;
    const account = `account:${payer}`;
    if (first.has(account)) first.set(rootOf(own), rootOf(account));
    else first.set(account, rootOf(own));
  }
  return new Set(givers.map(({ donor }) => rootOf(`person:${donor}`))).size;
}
