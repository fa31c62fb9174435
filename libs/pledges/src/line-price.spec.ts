import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { type Rate, toLei } from '#libs/rates/src/index.js';
import { chargeStep } from './card-amounts.js';
import { priceIn } from './line-price.js';

const rateOf = (currency: Currency, perUnit: string): Rate => ({ source: 'BNM', currency, on: '2026-10-12' as CivilDate, perUnit, illustrative: false }); // prettier-ignore

describe('what units of a line cost in another currency', () => {
  it('is never worth less than their lei, and no step more than it must be', () => {
    const currencies = fc.constantFrom<Currency>('EUR', 'JPY', 'KWD', 'UAH', 'HUF', 'MDL');
    fc.assert(
      fc.property(currencies, fc.bigInt({ min: 1n, max: 90_000_000n }), fc.integer({ min: 1, max: 99_999 }), (currency, bani, thousandths) => {
        const lei = Money.lei(bani);
        const rate = rateOf(currency, currency === 'MDL' ? '1' : (thousandths / 1000).toFixed(3));
        const price = priceIn(lei, rate);
        const step = chargeStep(currency);
        expect(price.minor % step).toBe(0n);
        expect(toLei(price, rate).compare(lei)).toBeGreaterThanOrEqual(0);
        const less = Money.ofMinor(price.minor - step, currency);
        if (less.isPositive()) expect(toLei(less, rate).compare(lei)).toBeLessThan(0);
      }),
    ); // prettier-ignore
  });

  it('is the lamp of the street light', () => {
    expect(priceIn(Money.parse('1150', 'MDL'), rateOf('EUR', '19.53')).toString()).toBe('58.89');
    expect(priceIn(Money.parse('1150', 'MDL'), rateOf('MDL', '1')).toString()).toBe('1150.00');
  });
});
