import { FEW } from '#libs/kernel/src/index.js';

/** A group of voters: of a part of the town. */
export interface Group {
  readonly name: string | null;
  readonly voters: number;
}

/** A group with how many of it there are of each kind that is told of a ballot: its roll, whether it came on paper, both. */
export interface CelledGroup extends Group {
  readonly cells: readonly number[];
}

/**
 * The groups that may be shown beside their sum and beside the kinds of ballots. Small ones are hidden, and those with a few of a
 * kind: whoever takes the kind from the group would be left with these. Where what is hidden could be found by taking the shown
 * ones from the sums, so is the smallest of the others, until at least five of each kind, or none, stand behind what is missing.
 */
export function shownGroups<T extends CelledGroup>(groups: readonly T[]): T[] {
  const sorted = groups.filter(({ voters }) => voters > 0).sort((a, b) => a.voters - b.voters);
  let shown = sorted.filter((group) => isSafe([group]));
  while (shown.length > 0 && !isSafe(sorted.filter((group) => !shown.includes(group)))) shown = shown.slice(1);
  return groups.filter((group) => shown.includes(group));
}

/** Whether each of these is nobody, or so many that none of them could be guessed. */
export function areLarge(sizes: readonly number[]): boolean {
  return sizes.every((size) => size === 0 || size >= FEW);
}

/** Whether there are five and more of each kind in these together, or none. */
function isSafe(groups: readonly CelledGroup[]): boolean {
  const kinds = groups[0]?.cells ?? [];
  return areLarge(kinds.map((_, kind) => groups.reduce((sum, group) => sum + group.cells[kind]!, 0)));
}
