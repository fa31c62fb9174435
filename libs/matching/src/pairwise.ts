/** What each donor gave to a project, in any unit. For advice only: binary fractions, never money that is paid. */
export type Amounts = Readonly<Record<string, number>>;

/**
 * The pairwise-bounded quadratic match: what two donors draw together on one project counts the less, the more of their
 * giving they share on all projects. `threshold` is how much a pair may draw. Above the pot everybody gets his share of it.
 */
export function pairwiseMatch(
  given: ReadonlyMap<string, Amounts>,
  threshold: number,
  pot: number,
): Map<string, number> {
  const together = new Map<string, number>();
  for (const amounts of given.values())
    for (const [key, root] of pairs(amounts)) together.set(key, (together.get(key) ?? 0) + root);
  const drawn = [...given].map(([id, amounts]) => {
    const of = pairs(amounts).map(([key, root]) => (root > 0 ? ((threshold + 1) * root) / together.get(key)! : 0));
    return [id, of.reduce((sum, one) => sum + one, 0)] as const;
  });
  const total = drawn.reduce((sum, [, one]) => sum + one, 0);
  return new Map(drawn.map(([id, one]) => [id, total >= pot && total > 0 ? (one / total) * pot : one]));
}

/**
 * The connection-oriented cluster match of one project with what was given: a donor's money counts as its root towards a
 * group that he belongs to, or that a member of a group of his belongs to. Two strangers draw most.
 */
export function clusterMatch(given: Amounts, groups: ReadonlyMap<string, readonly string[]>): number {
  const own = new Map(
    Object.keys(given).map((donor) => [donor, [...groups].filter((group) => group[1].includes(donor))]),
  );
  const near = new Map([...own].map(([donor, mine]) => [donor, new Set(mine.flatMap(([, members]) => members))]));
  const towards = (group: readonly string[], other: readonly string[]): number =>
    group
      .filter((donor) => donor in given)
      .map((donor) => {
        const amount = given[donor]!;
        const knows = other.some((member) => near.get(donor)!.has(member));
        return (knows ? Math.sqrt(amount) : amount) / own.get(donor)!.length;
      })
      .reduce((sum, one) => sum + one, 0);
  const all = [...groups.values()];
  const crossing = all.flatMap((one, at) =>
    all.slice(at + 1).map((other) => 2 * Math.sqrt(towards(one, other)) * Math.sqrt(towards(other, one))),
  );
  return [...Object.values(given), ...crossing].reduce((sum, one) => sum + one, 0);
}

function pairs(amounts: Amounts): [key: string, root: number][] {
  const donors = Object.keys(amounts).sort();
  return donors.flatMap((one, at) =>
    donors
      .slice(at + 1)
      .map((other): [string, number] => [JSON.stringify([one, other]), Math.sqrt(amounts[one]! * amounts[other]!)]),
  );
}
