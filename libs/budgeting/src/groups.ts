/** Below this many people a group is not shown: somebody could guess how one of them voted. */
export const SMALL = 5;

/** A group of voters: of a part of the town. */
export interface Group {
  readonly name: string | null;
  readonly voters: number;
}

/** A group with how many of it are on each roll, where the result is told by roll too; else `[voters]`. */
export interface RolledGroup extends Group {
  readonly rolls: readonly number[];
}

/**
 * The groups that may be shown beside their sum and beside the rolls. Small ones are hidden, and those with a few of a roll:
 * whoever takes the roll from the group would be left with these. Where what is hidden could be found by taking the shown
 * ones from the sums, so is the smallest of the others, until at least five of each roll, or none, stand behind what is missing.
 */
export function shownGroups<T extends RolledGroup>(groups: readonly T[]): T[] {
  const sorted = groups.filter(({ voters }) => voters > 0).sort((a, b) => a.voters - b.voters);
  let shown = sorted.filter((group) => isSafe([group]));
  while (shown.length > 0 && !isSafe(sorted.filter((group) => !shown.includes(group)))) shown = shown.slice(1);
  return groups.filter((group) => shown.includes(group));
}

/** Whether there are five and more of each roll in these together, or none. */
function isSafe(groups: readonly RolledGroup[]): boolean {
  const rolls = groups[0]?.rolls ?? [];
  const sums = rolls.map((_, roll) => groups.reduce((sum, group) => sum + group.rolls[roll]!, 0));
  return sums.every((sum) => sum === 0 || sum >= SMALL);
}
