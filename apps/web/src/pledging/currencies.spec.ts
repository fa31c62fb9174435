import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Currency, DECIMALS } from '#libs/kernel/src/index.js';
import { chargeLimits } from '#libs/payments/src/index.js';
import { type Rate, toLei } from '#libs/rates/src/index.js';
import { tilesOf } from './currencies.js';

const rate = (currency: Currency, perUnit: string): Rate => ({
  ...{ source: 'BNM', currency, perUnit, on: '2026-11-02' as CivilDate, illustrative: false },
});
const sums = (currency: Currency, perUnit: string) => tilesOf(rate(currency, perUnit)).map(String);

describe('the round sums of a currency', () => {
  it('are those that people give there, or near 500 to 4,000 lei', () => {
    expect(sums('EUR', '20')).toEqual(['25.00', '50.00', '100.00', '200.00']);
    expect(sums('KWD', '59.6915')).toEqual(['8.000', '20.000', '50.000', '100.000']);
    expect(sums('JPY', '0.163244')).toEqual(['5000', '10000', '20000', '25000']);
  });

  it('stay below what a card can be charged at once, where the unit is small', () => {
    expect(sums('IDR', '0.00123395')).toEqual(['100000.00', '200000.00', '250000.00', '500000.00']);
    expect(sums('VND', '0.00068')).toEqual(['1000000', '2000000', '5000000', '10000000']);
  });

  it('can be charged with their fee, and grow, whatever the currency and its rate', () => {
    // Listed sums are the same at any rate.
    const reckoned = (currency: Currency) => sums(currency, '0.01').join() !== sums(currency, '10').join();
    const taken = (Object.keys(DECIMALS) as Currency[]).filter((one) => chargeLimits(one) && reckoned(one));
    fc.assert(
      fc.property(fc.constantFrom(...taken), fc.integer({ min: 100, max: 80_000_000 }), (currency, millionths) => {
        const one = rate(currency, (millionths / 1_000_000).toFixed(6));
        const tiles = tilesOf(one);
        const { max, step } = chargeLimits(currency)!;
        for (const [index, tile] of tiles.entries()) {
          expect(tile.minor % step.minor).toBe(0n);
          expect(tile.minor * 10n <= max.minor * 9n).toBe(true);
          expect(index === 0 || tile.compare(tiles[index - 1]!) >= 0).toBe(true);
        }
        // Above the smallest gift by card, which is at most 18 lei.
        if (DECIMALS[currency] === 2) expect(toLei(tiles[1]!, one).minor).toBeGreaterThanOrEqual(1_800n);
      }),
    );
  });
});
