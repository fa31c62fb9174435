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
  /** What people gave and did not get back. */
  readonly people: Money;
  /** What others decided by a legal act, or have paid. */
  readonly others: Money;
  /** What others have only promised. */
  readonly promised: Money;
}

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

/** Adds up projects along one axis, the group that drew most first; ties by key. Every project is in exactly one group. */
export function allottedBy(axis: Axis, all: readonly Allotment[]): Allotted[] {
  const keys = [...new Set(all.map((one): string => one[axis]))];
  return keys
    .map((key) => ({ key, ...sumsOf(all.filter((one) => one[axis] === key)) }))
    .sort((a, b) => b.people.plus(b.others).compare(a.people.plus(a.others)) || (a.key < b.key ? -1 : 1));
}

/** Some projects together. */
export function sumsOf(of: readonly Allotment[]): Omit<Allotted, 'key'> {
  const sum = (part: 'total' | 'people' | 'others' | 'promised') =>
    of.reduce((all, one) => all.plus(one[part]), Money.lei(0n));
  return {
    projects: of.length,
    towns: new Set(of.map(({ placeCode }) => placeCode)).size,
    ...{ total: sum('total'), people: sum('people'), others: sum('others'), promised: sum('promised') },
  };
}
