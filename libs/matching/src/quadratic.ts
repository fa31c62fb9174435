/** What each donor gave to a project, in minor units: paid gifts of one donor are added up first. */
export type Contributions = Readonly<Record<string, bigint>>;

/** Sums by project, in minor units. */
export type ByProject = Readonly<Record<string, bigint>>;

/** Places after the point in which a raw match is kept: two that differ by less are the same. */
const PLACES = 40n;
const GUARD = 20n;
const KEPT = 10n ** PLACES;
/** Places after the point in which a share of a pool is kept. */
const SHARE = 10n ** 30n;

/**
 * The raw match of a project by the quadratic rule, (Σ√c)² − Σc, times 10⁴⁰. Roots are taken with twenty places more than
 * are kept, so that sums that are equal are equal here too: √2 + √8 is √18.
 */
export function rawMatch(contributions: Contributions): bigint {
  const fine = 10n ** (2n * (PLACES + GUARD));
  const given = Object.values(contributions);
  const roots = given.reduce((sum, one) => sum + squareRoot(one * fine), 0n);
  const total = given.reduce((sum, one) => sum + one, 0n);
  return rounded(roots * roots - total * fine, 10n ** (PLACES + 2n * GUARD));
}

/** The decimal text of a raw match with twelve places after the point, the last one rounded. */
export function rawText(raw: bigint): string {
  const digits = rounded(raw, KEPT / 10n ** 12n)
    .toString()
    .padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}

/**
 * Shares a whole pool by raw match. Whoever comes above the cap gets the cap, and the rest is shared again by raw among the
 * others. What is left over by rounding goes to the largest remainders, ties to the smaller id as a string. A pool is left
 * over where everybody is at the cap, or nobody has a raw match.
 */
export function sharedPool(raw: ByProject, pool: bigint, cap: bigint | null = null): ByProject {
  const capped: string[] = [];
  let open = Object.keys(raw).filter((id) => raw[id]! > 0n);
  let left = pool;
  for (;;) {
    const total = open.reduce((sum, id) => sum + raw[id]!, 0n);
    const above = cap === null ? [] : open.filter((id) => left * raw[id]! > cap * total);
    if (above.length === 0) break;
    capped.push(...above);
    left -= cap! * BigInt(above.length);
    open = open.filter((id) => !above.includes(id));
  }
  const shares = byLargestRemainder(raw, open, left);
  for (const id of capped) shares.set(id, cap!);
  return Object.fromEntries(Object.keys(raw).map((id) => [id, shares.get(id) ?? 0n]));
}

/** The raw match itself, to the minor unit below, while the pool has enough for all; else the pool shared by it. */
export function unsaturatedPool(raw: ByProject, pool: bigint): ByProject {
  const total = Object.values(raw).reduce((sum, one) => sum + one, 0n);
  if (total > pool * KEPT) return sharedPool(raw, pool);
  return Object.fromEntries(Object.entries(raw).map(([id, one]) => [id, one / KEPT]));
}

function byLargestRemainder(raw: ByProject, ids: readonly string[], pool: bigint): Map<string, bigint> {
  const total = ids.reduce((sum, id) => sum + raw[id]!, 0n);
  const shares = ids.map((id) => ({ id, share: rounded(pool * raw[id]! * SHARE, total) }));
  const given = new Map(shares.map(({ id, share }) => [id, share / SHARE]));
  let left = pool - [...given.values()].reduce((sum, units) => sum + units, 0n);
  for (const { id } of shares.sort((a, b) => falling(a.share % SHARE, b.share % SHARE) || (a.id < b.id ? -1 : 1))) {
    if (left <= 0n) break;
    given.set(id, given.get(id)! + 1n);
    left -= 1n;
  }
  return ids.length === 0 ? new Map<string, bigint>() : given;
}

function falling(a: bigint, b: bigint): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

/** To the nearest whole, for a value that is not negative but for the last guarded places. */
function rounded(value: bigint, by: bigint): bigint {
  return (value + by / 2n) / by;
}

/** The largest whole number whose square is not above `value`. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
