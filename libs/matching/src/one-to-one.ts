/** How a sponsor doubles gifts: `num`/`den` lei for each leu, with caps where they are set. All in minor units. */
export interface OneToOne {
  readonly num: bigint;
  readonly den: bigint;
  /** How much of what one donor gives to one project counts. */
  readonly perDonor: bigint | null;
  /** How much one project may draw. */
  readonly perProject: bigint | null;
  /** How much the whole call may draw. */
  readonly pool: bigint | null;
}

/** What has been drawn before a gift comes. */
export interface Before {
  /** How much of the same donor's gifts to the same project has counted. */
  readonly counted: bigint;
  /** How much the project has drawn. */
  readonly project: bigint;
  /** How much the call has drawn. */
  readonly call: bigint;
}

/** What one gift draws, and how much of it counted towards its donor's cap. */
export interface Drawn {
  readonly counted: bigint;
  readonly match: bigint;
}

/** What a gift draws after what was drawn before it. Never negative, never above a cap; parts of a ban draw nothing. */
export function drawnBy(gift: bigint, rule: OneToOne, before: Before): Drawn {
  const counted = least(gift, rule.perDonor, before.counted);
  const byRatio = (counted * rule.num) / rule.den;
  return { counted, match: least(least(byRatio, rule.perProject, before.project), rule.pool, before.call) };
}

/** What gifts to one project draw one after another, when nothing was drawn before. */
export function drawnTogether(
  gifts: readonly { readonly donor: string; readonly gift: bigint }[],
  rule: OneToOne,
): bigint {
  const counted = new Map<string, bigint>();
  let match = 0n;
  for (const { donor, gift } of gifts) {
    const before = { counted: counted.get(donor) ?? 0n, project: match, call: match };
    const drawn = drawnBy(gift, rule, before);
    counted.set(donor, before.counted + drawn.counted);
    match += drawn.match;
  }
  return match;
}

function least(wanted: bigint, cap: bigint | null, used: bigint): bigint {
  if (cap === null) return wanted;
  const left = cap > used ? cap - used : 0n;
  return wanted < left ? wanted : left;
}
