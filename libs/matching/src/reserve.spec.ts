import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, Money } from '#libs/kernel/src/index.js';
import { generalIn, isKept, reserveIn, reserveUse, roomAbove } from './reserve.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const most = (room: Money, wanted: Money) => room.min(wanted);

describe('an equity reserve', () => {
  it('and the part for all are the pool, to the ban, the odd ban with the reserve', () => {
    expect([reserveIn(lei(1001), { bp: 5000 }), generalIn(lei(1001), { bp: 5000 })].join(' ')).toBe('5.01 5.00');
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.integer({ min: 1, max: 10_000 }), (paid, bp) => {
        const [reserve, general] = [reserveIn(lei(paid), { bp }), generalIn(lei(paid), { bp })];
        expect(reserve.plus(general).equals(lei(paid))).toBe(true);
        expect(reserve.minor * 10_000n >= BigInt(paid) * BigInt(bp)).toBe(true);
      }),
    );
  });

  it('is kept to its last day, or to the end', () => {
    const [last, next] = ['2026-12-31', '2027-01-01'] as CivilDate[];
    expect([isKept({ until: last! }, last!), isKept({ until: last! }, next!), isKept({ until: null }, next!)]).toEqual([true, false, true]); // prettier-ignore
  });

  it('leaves every draw, in whatever order, within the pool and within its part', () => {
    const draws = fc.array(fc.tuple(fc.boolean(), fc.nat(5_000)), { maxLength: 40 });
    fc.assert(
      fc.property(draws, fc.nat(50_000), fc.integer({ min: 1, max: 10_000 }), (all, paid, bp) => {
        let [under, above] = [lei(0), lei(0)];
        for (const [needs, wanted] of all) {
          const free = lei(paid).minus(under).minus(above);
          if (needs) under = under.plus(most(free, lei(wanted)));
          else above = above.plus(most(roomAbove({ bp }, { paid: lei(paid), above, free }), lei(wanted)));
        }
        const free = lei(paid).minus(under).minus(above);
        const { whole, used, left } = reserveUse({ bp }, { paid: lei(paid), under, free });
        expect(free.minor >= 0n).toBe(true);
        expect(above.compare(generalIn(lei(paid), { bp })) <= 0).toBe(true);
        // What towns under the line have not drawn of it is there for them.
        expect([used.plus(left).equals(whole), used.compare(under) <= 0]).toEqual([true, true]);
      }),
    );
  });
});
