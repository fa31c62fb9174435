import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#libs/kernel/src/index.js';
import { amountOf, parseQuantity, quantityText } from './quantity.js';

describe('quantities', () => {
  it.each([
    ['266', 266_000n],
    ['13 300', 13_300_000n],
    ['13\u00a0300,5', 13_300_500n],
    ['0,125', 125n],
    ['0', 0n],
  ])('reads %s', (text, expected) => expect(parseQuantity(text)).toBe(expected));

  it.each(['', '-1', '1e3', '1.2345', '1,2,3', 'abc', '1234567890', '12 34'])('does not read "%s"', (text) =>
    expect(parseQuantity(text)).toBeNull(),
  );

  it('writes what it reads', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), (n) => parseQuantity(quantityText(n)) === n));
    expect([quantityText(10_000n), quantityText(0n), quantityText(11_500n)]).toEqual(['10', '0', '11.5']);
  });

  it.each([
    ['266', '1150', '305900.00'],
    ['13300', '11.5', '152950.00'],
    ['0.5', '0.01', '0.00'],
    ['0.5', '0.03', '0.02'],
    ['0.5', '0.05', '0.02'],
    ['0.501', '0.01', '0.01'],
    ['1.333', '10.01', '13.34'],
  ])('%s × %s = %s, half-even', (quantity, price, expected) =>
    expect(amountOf(parseQuantity(quantity)!, Money.parse(price, 'MDL')).toString()).toBe(expected),
  );

  it('is never further than half a ban from the exact product, and even on the half', () => {
    const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 9n }));
    fc.assert(
      fc.property(amounts, ([quantity, price]) => {
        const off = amountOf(quantity, Money.lei(price)).minor * 1000n - quantity * price;
        expect(off * off <= 250_000n).toBe(true);
        if (off * off === 250_000n) expect(amountOf(quantity, Money.lei(price)).minor % 2n).toBe(0n);
      }),
    );
  });
});
