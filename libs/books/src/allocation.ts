import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { ProjectState, Sector } from '#libs/projects/src/index.js';

/** How large a work is, by its whole cost in lei: up to 100,000, 300,000, a million, or more. */
export const SIZES = ['small', 'medium', 'large', 'largest'] as const;
export type WorkSize = (typeof SIZES)[number];

const UP_TO: readonly (readonly [WorkSize, bigint])[] = [
  ['small', 100_000_00n],
  ['medium', 300_000_00n],
  ['large', 1_000_000_00n],
];

/** What one published project has drawn, and from whom; lei. */
export interface Allotment {
  readonly projectId: ProjectId;
  readonly code: string;
  readonly title: Multilingual;
  readonly slug: string;
  readonly placeCode: string;
  readonly placeSlug: string;
  /** The code of the top-level unit. */
  readonly district: string;
  readonly sector: Sector;
  readonly size: WorkSize;
  readonly state: ProjectState;
  /** An example with invented figures. */
  readonly illustrative: boolean;
  /** What the whole work costs. */
  readonly total: Money;
  /** What people, towns' funds and sponsors gave through Plai and did not go back. */
  readonly people: Money;
  /** What others decided by a legal act, or have paid. */
  readonly others: Money;
  /** What others have only promised. */
  readonly promised: Money;
  /** The same sums by town: one part where it builds alone. */
  readonly parts: readonly TownPart[];
}

const SUMS = ['total', 'people', 'others', 'promised'] as const;
type Sums = Readonly<Record<(typeof SUMS)[number], Money>>;

/** What counts for one of the towns that build a project. */
export interface TownPart extends Sums {
  readonly placeCode: string;
  /** The code of the top-level unit. */
  readonly district: string;
}

/** A town that builds a project, with what its town hall pays by the plan, in bani. */
export interface PayingTown {
  readonly placeCode: string;
  readonly district: string;
  readonly pays: bigint;
}

/**
 * Shares what a project drew among the towns that build it together: by what each town hall pays by the plan, equally
 * unless all of them pay something. Not a ban is lost.
 */
export function partsOf(sums: Sums, towns: readonly PayingTown[]): TownPart[] {
  const known = towns.every(({ pays }) => pays > 0n);
  const weights = towns.map(({ pays }) => (known ? pays : 1n));
  const [total, people, others, promised] = SUMS.map((name) => sums[name].allocate(weights));
  return towns.map(({ placeCode, district }, n) => ({
    ...{ placeCode, district, total: total![n]!, people: people![n]! },
    ...{ others: others![n]!, promised: promised![n]! },
  }));
}

/** By what the allocation is told apart. */
export type Axis = 'district' | 'sector' | 'size';

/** Everything that went to one district, need or size of work. */
export interface Allotted {
  readonly key: string;
  readonly projects: number;
  readonly towns: number;
  readonly total: Money;
  readonly people: Money;
  readonly others: Money;
  readonly promised: Money;
}

/** The size of a work by its cost. */
export function sizeOf(total: Money): WorkSize {
  return UP_TO.find(([, most]) => total.minor <= most)?.[0] ?? 'largest';
}

/**
 * Adds up projects along one axis, the group that drew most first; ties by key. A project is in exactly one group; only by
 * district a joint one is in that of each of its towns, each with the town's part.
 */
export function allottedBy(axis: Axis, all: readonly Allotment[]): Allotted[] {
  const groups = new Map<string, Piece[]>();
  for (const [key, piece] of all.flatMap((one) => piecesOf(axis, one))) {
    groups.set(key, [...(groups.get(key) ?? []), piece]);
  }
  return [...groups]
    .map(([key, pieces]) => ({ key, ...added(pieces) }))
    .sort((a, b) => b.people.plus(b.others).compare(a.people.plus(a.others)) || (a.key < b.key ? -1 : 1));
}

/** Some projects together. */
export function sumsOf(of: readonly Allotment[]): Omit<Allotted, 'key'> {
  return added(of.map(wholeOf));
}

/** A project, or one town's part of it. */
interface Piece extends Sums {
  readonly projectId: ProjectId;
  readonly places: readonly string[];
}

function wholeOf(one: Allotment): Piece {
  return { ...one, places: one.parts.map(({ placeCode }) => placeCode) };
}

function piecesOf(axis: Axis, one: Allotment): (readonly [key: string, Piece])[] {
  if (axis !== 'district') return [[one[axis], wholeOf(one)]];
  return one.parts.map((part) => [part.district, { ...part, projectId: one.projectId, places: [part.placeCode] }]);
}

function added(of: readonly Piece[]): Omit<Allotted, 'key'> {
  const sum = (part: keyof Sums) => of.reduce((all, one) => all.plus(one[part]), Money.lei(0n));
  return {
    projects: new Set(of.map(({ projectId }) => projectId)).size,
    towns: new Set(of.flatMap(({ places }) => places)).size,
    ...{ total: sum('total'), people: sum('people'), others: sum('others'), promised: sum('promised') },
  };
}
