import type { PersonId } from '#libs/kernel/src/index.js';

/** Whose a gift is, and from which account it was paid where a statement says so. */
export interface Giver {
  readonly personId: PersonId;
  readonly payer: string | null;
}

/** How many different donors these are: whoever pays from one account is one, however many addresses he uses. */
export function donorsAmong(givers: readonly Giver[]): number {
  const first = new Map<string, string>();
  const rootOf = (one: string): string => {
    const above = first.get(one) ?? one;
    return above === one ? one : rootOf(above);
  };
  for (const { personId, payer } of givers) {
    const own = `person:${personId}`;
    if (!first.has(own)) first.set(own, own);
    if (payer === null) continue;
    const account = `account:${payer}`;
    if (first.has(account)) first.set(rootOf(own), rootOf(account));
    else first.set(account, rootOf(own));
  }
  return new Set(givers.map(({ personId }) => rootOf(`person:${personId}`))).size;
}
