import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawnBy, type OneToOne } from './one-to-one.js';

const sums = fc.bigInt({ min: 0n, max: 100_000n });
const rules = fc.record<OneToOne>({
  num: fc.bigInt({ min: 1n, max: 9n }),
  den: fc.bigInt({ min: 1n, max: 9n }),
  perDonor: fc.option(sums),
  perProject: fc.option(sums),
  pool: fc.option(sums),
});

it('keeps every cap whatever comes, and gives whoever comes first', () => {
  fc.assert(
    fc.property(rules, fc.array(sums), (rule, gifts) => {
      let before = { counted: 0n, project: 0n, call: 0n };
      for (const gift of gifts) {
        const { counted, match } = drawnBy(gift, rule, before);
        expect(match >= 0n && counted <= gift && match * rule.den <= counted * rule.num).toBe(true);
        before = { counted: before.counted + counted, project: before.project + match, call: before.call + match };
      }
      expect(rule.perDonor === null || before.counted <= rule.perDonor).toBe(true);
      expect(rule.perProject === null || before.project <= rule.perProject).toBe(true);
      expect(rule.pool === null || before.call <= rule.pool).toBe(true);
    }),
  );
});

it('counts a gift only up to what its donor still has, and gives the rest of a pool whole', () => {
  const rule = { num: 2n, den: 1n, perDonor: 10_000n, perProject: null, pool: 60_000n };
  expect(drawnBy(9_999n, rule, { counted: 5_000n, project: 10_000n, call: 0n })).toEqual({
    counted: 5_000n,
    match: 10_000n,
  });
  expect(drawnBy(9_999n, rule, { counted: 0n, project: 50_000n, call: 59_993n }).match).toBe(7n);
  expect(drawnBy(9_999n, rule, { counted: 10_000n, project: 0n, call: 0n })).toEqual({ counted: 0n, match: 0n });
});
