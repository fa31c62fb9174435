import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Contributions, rawMatch, rawText, sharedPool, unsaturatedPool } from './quadratic.js';

const gifts = fc.bigInt({ min: 1n, max: 10n ** 9n });
const given = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), gifts);
const projects = fc.dictionary(fc.constantFrom('p1', 'p2', 'p10', 'p3', 'p4'), given);
const pools = fc.bigInt({ min: 0n, max: 10n ** 10n });

const raws = (of: Record<string, Contributions>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(of).map(([id, one]) => [id, rawMatch(one)]));
const sum = (of: Readonly<Record<string, bigint>>): bigint => Object.values(of).reduce((a, b) => a + b, 0n);

describe('the quadratic rule', () => {
  it('gives a hundred donors of one leu 9,900 lei, and one donor of a hundred nothing', () => {
    const crowd = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`d${at}`, 100n]));
    expect(rawText(rawMatch(crowd))).toBe('990000.000000000000');
    expect(rawText(rawMatch({ x: 10_000n }))).toBe('0.000000000000');
    expect(rawText(rawMatch({}))).toBe('0.000000000000');
  });

  it('never shares more than the pool, gives none more than the cap, and leaves nothing where a share is free', () => {
    fc.assert(
      fc.property(projects, pools, fc.option(pools), (of, pool, cap) => {
        const shares = sharedPool(raws(of), pool, cap);
        expect(sum(shares) <= pool).toBe(true);
        for (const [id, share] of Object.entries(shares)) {
          expect(share >= 0n && (cap === null || share <= cap)).toBe(true);
          if (rawMatch(of[id]!) === 0n) expect(share).toBe(0n);
        }
        const open = Object.keys(of).some((id) => rawMatch(of[id]!) > 0n && (cap === null || shares[id]! < cap));
        if (open) expect(sum(shares)).toBe(pool);
      }),
    );
  });

  it('does not depend on the order of projects or donors', () => {
    const turned = <T>(of: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(of).reverse());
    fc.assert(
      fc.property(projects, pools, fc.option(pools), (of, pool, cap) => {
        const other = turned(Object.fromEntries(Object.entries(of).map(([id, one]) => [id, turned(one)])));
        expect(sharedPool(raws(other), pool, cap)).toEqual(sharedPool(raws(of), pool, cap));
      }),
    );
  });

  it('is raised by splitting a gift among names, which is why it only advises until names are sure', () => {
    fc.assert(
      fc.property(given, gifts, gifts, (others, one, other) => {
        const split = rawMatch({ ...others, x: one, y: other });
        expect(split > rawMatch({ ...others, x: one + other })).toBe(true);
      }),
    );
  });

  it('takes the raw match itself while the pool has enough, to the ban below', () => {
    fc.assert(
      fc.property(projects, pools, (of, pool) => {
        const match = unsaturatedPool(raws(of), pool);
        expect(sum(match) <= pool).toBe(true);
        for (const [id, one] of Object.entries(match)) expect(one * 10n ** 40n <= rawMatch(of[id]!)).toBe(true);
      }),
    );
  });

  it('breaks ties by the smaller id as a string, also between roots that are equal and look different', () => {
    const two = { a: 200n, b: 800n };
    expect(sharedPool(raws({ p2: two, p10: two }), 7n)).toEqual({ p2: 3n, p10: 4n });
    // √1 · √18 is √2 · √9; three times it and once it share 2 as 1.5 and 0.5.
    expect(rawMatch({ a: 1n, b: 18n })).toBe(rawMatch({ a: 2n, b: 9n }));
    expect(sharedPool(raws({ p1: { a: 2n, b: 9n }, p2: { a: 18n, b: 9n } }), 2n)).toEqual({ p1: 1n, p2: 1n });
  });
});
