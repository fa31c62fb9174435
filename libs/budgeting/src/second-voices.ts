import type { PersonId } from '#libs/kernel/src/index.js';

/**
 * Who of the voters has a second voice, where these pairs were found to be one person each: people who are one by way of a
 * third are one too, also when he has not voted. Voters come in the order in which they joined: the first of them keeps his.
 */
export function secondVoices(
  pairs: readonly (readonly [PersonId, PersonId])[],
  voters: readonly PersonId[],
): PersonId[] {
  const next = new Map<PersonId, PersonId>();
  const rootOf = (person: PersonId): PersonId => {
    const to = next.get(person);
    return to ? rootOf(to) : person;
  };
  for (const [one, other] of pairs) {
    const [from, to] = [rootOf(one), rootOf(other)];
    if (from !== to) next.set(from, to);
  }
  const heard = new Set<PersonId>();
  return voters.filter((voter) => {
    const root = rootOf(voter);
    if (heard.has(root)) return true;
    heard.add(root);
    return false;
  });
}
