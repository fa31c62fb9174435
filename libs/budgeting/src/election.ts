/** Something that can be chosen, with what it costs in the smallest unit of the election's money. */
export interface Option {
  readonly id: string;
  readonly cost: bigint;
}

/** What is counted: a budget, what may be bought of it, and what each voter ticked. */
export interface Election {
  readonly budget: bigint;
  /** How many of the smallest unit make one whole unit of currency: 100 for lei kept in bani. */
  readonly unit: bigint;
  readonly options: readonly Option[];
  /** One for each voter, an empty one too: the ids that he approves of. */
  readonly ballots: readonly (readonly string[])[];
}

/** Voters who ticked the same count as one of that weight: 10,000 ballots are often a few hundred different ones. */
export interface Roll {
  readonly voters: number;
  /** How many voters each group has. */
  readonly weights: Int32Array;
  /** For each option, by its place in the election, the groups that approve of it. */
  readonly approvers: readonly Int32Array[];
  /** For each option, by its place, how many voters approve of it. */
  readonly votes: readonly number[];
}

/** Groups the ballots of an election. A ballot that names an option twice approves of it once. */
export function rollOf({ options, ballots }: Election): Roll {
  const place = new Map(options.map(({ id }, index) => [id, index]));
  const groups = new Map<string, { ticked: readonly number[]; weight: number }>();
  for (const ballot of ballots) {
    const ticked = [...new Set(ballot.map((id) => placeOf(place, id)))].sort((a, b) => a - b);
    const key = ticked.join();
    const group = groups.get(key);
    if (group) group.weight += 1;
    else groups.set(key, { ticked, weight: 1 });
  }
  const approvers = options.map((): number[] => []);
  const votes = options.map(() => 0);
  const list = [...groups.values()];
  list.forEach(({ ticked, weight }, group) => {
    for (const option of ticked) {
      approvers[option]!.push(group);
      votes[option]! += weight;
    }
  });
  return {
    voters: ballots.length,
    weights: Int32Array.from(list, ({ weight }) => weight),
    approvers: approvers.map((groupsOf) => Int32Array.from(groupsOf)),
    votes,
  };
}

function placeOf(places: ReadonlyMap<string, number>, id: string): number {
  const place = places.get(id);
  if (place === undefined) throw new Error(`a ballot names "${id}", which is no option`);
  return place;
}

/** The order among equals, as places of options: more votes, then the lower cost, then the id as a string. */
export function precedence(options: readonly Option[], votes: readonly number[]): (a: number, b: number) => number {
  return (a, b) => {
    if (votes[a] !== votes[b]) return votes[b]! - votes[a]!;
    const [one, two] = [options[a]!, options[b]!];
    if (one.cost !== two.cost) return one.cost < two.cost ? -1 : 1;
    return one.id < two.id ? -1 : 1;
  };
}
