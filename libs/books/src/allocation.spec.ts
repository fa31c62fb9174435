import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#libs/kernel/src/index.js';
import { type Allotment, allottedBy, type Axis, partsOf, sizeOf, sumsOf } from './allocation.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const sums = (of: { people: number; others: number }) =>
  ({ total: lei(of.people + of.others + 1), people: lei(of.people), others: lei(of.others), promised: lei(1) }); // prettier-ignore
const one = (of: { place: string; sector: Allotment['sector']; people: number; others: number }, n: number) => ({
  ...{ projectId: `${n}`, code: `${n}`, title: { original: 'ro', ro: `${n}` }, slug: `${n}`, placeSlug: of.place },
  ...{ placeCode: of.place, district: of.place.slice(0, 2), sector: of.sector, state: 'funded', illustrative: false },
  ...sums(of),
  size: sizeOf(lei(of.people + of.others + 1)),
  parts: partsOf(sums(of), [{ placeCode: of.place, district: of.place.slice(0, 2), pays: 0n }]),
}) as unknown as Allotment; // prettier-ignore
const some = fc
  .array(
    fc.record({
      place: fc.constantFrom('1201001', '1201002', '7101001'),
      sector: fc.constantFrom('water' as const, 'roads' as const),
      people: fc.nat(200_000_000),
      others: fc.nat(200_000_000),
    }),
  )
  .map((all) => all.map(one));

describe('who got what', () => {
  it('puts a work into the first size that holds its cost', () => {
    const sizes = [1, 10_000_000, 10_000_001, 30_000_000, 30_000_001, 100_000_000, 100_000_001];
    expect(sizes.map((minor) => sizeOf(lei(minor)))).toEqual(['small', 'small', 'medium', 'medium', 'large', 'large', 'largest']); // prettier-ignore
  });

  it('puts every project into one group of each axis, so groups add up to all', () => {
    fc.assert(
      fc.property(some, fc.constantFrom<Axis>('district', 'sector', 'size'), (all, axis) => {
        const groups = allottedBy(axis, all);
        const whole = sumsOf(all);
        expect(groups.reduce((n, { projects }) => n + projects, 0)).toBe(whole.projects);
        for (const part of ['total', 'people', 'others', 'promised'] as const)
          expect(groups.reduce((sum, group) => sum.plus(group[part]), lei(0)).equals(whole[part])).toBe(true);
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      }),
    );
  });

  it('names who drew most first, and counts a town once however many projects it has', () => {
    const all = [
      { place: '1201001', sector: 'water' as const, people: 10, others: 0 },
      { place: '1201001', sector: 'roads' as const, people: 5, others: 6 },
      { place: '7101001', sector: 'roads' as const, people: 1, others: 1 },
    ].map(one);
    const shown = (axis: Axis) =>
      allottedBy(axis, all).map(({ key, projects, towns }) => `${key} ${projects} ${towns}`);
    expect(shown('district')).toEqual(['12 2 1', '71 1 1']);
    expect(shown('sector')).toEqual(['roads 2 2', 'water 1 1']);
  });

  it('shares a joint project by what each town hall pays, equally unless all do, and loses no ban', () => {
    const people = { people: 100, others: 7 };
    const towns = (...pays: bigint[]) =>
      pays.map((each, n) => ({ placeCode: `0${n}1`, district: `0${n}`, pays: each }));
    const shared = (...pays: bigint[]) => partsOf(sums(people), towns(...pays)).map((part) => part.people.minor);
    expect([shared(3n, 1n), shared(3n, 0n), shared(0n, 0n, 0n), shared(5n)]).toEqual([[75n, 25n], [50n, 50n], [34n, 33n, 33n], [100n]]); // prettier-ignore
    const joint = {
      ...one({ place: '001', sector: 'water', ...people }, 1),
      parts: partsOf(sums(people), towns(3n, 1n)),
    };
    const other = one({ place: '011', sector: 'roads', people: 1, others: 0 }, 2);
    const shown = (axis: Axis) =>
      allottedBy(axis, [joint, other]).map(
        (group) => `${group.key} ${group.projects} ${group.towns} ${group.people.minor}`,
      );
    expect(shown('district')).toEqual(['00 1 1 75', '01 2 1 26']);
    expect(shown('sector')).toEqual(['water 1 2 100', 'roads 1 1 1']);
    expect(sumsOf([joint, other])).toMatchObject({ projects: 2, towns: 2 });
  });
});
