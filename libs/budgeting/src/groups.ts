/** Below this many people a group is not shown: somebody could guess how one of them voted. */
export const SMALL = 5;

/** A group of voters: of a part of the town, or a roll. */
export interface Group {
  readonly name: string | null;
  readonly voters: number;
}

/**
 * The groups that may be shown beside their sum. Small ones are hidden; and where what is hidden could be found by taking
 * the shown ones from the sum, so is the smallest of the others, until at least five stand behind what is missing.
 */
export function shownGroups<T extends Group>(groups: readonly T[]): T[] {
  const sorted = groups.filter(({ voters }) => voters > 0).sort((a, b) => a.voters - b.voters);
  let hidden = sorted.filter(({ voters }) => voters < SMALL).length;
  const behind = (n: number) => sorted.slice(0, n).reduce((sum, { voters }) => sum + voters, 0);
  while (hidden > 0 && hidden < sorted.length && (hidden === 1 || behind(hidden) < SMALL)) hidden += 1;
  const shown = new Set(sorted.slice(hidden));
  return groups.filter((group) => shown.has(group));
}
