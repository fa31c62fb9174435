import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { type Rate, toLei } from '#libs/rates/src/index.js';
import { cardFee, feeCover, largestByCard, mustBeChargeable, smallestByCard } from './card-amounts.js';
import { quoteOf } from './quote.js';

const rate = (currency: Currency, perUnit: string): Rate => ({
  source: 'BNM',
  currency,
  on: '2021-07-29' as CivilDate,
  perUnit,
  illustrative: false,
});
const EUR = rate('EUR', '21.1905');
// The National Bank's table of 29 July 2021.
const RATES = [
  EUR,
  rate('MDL', '1'),
  rate('USD', '17.9443'),
  rate('GBP', '24.9156'),
  rate('RUB', '0.2435'),
  rate('JPY', '0.16332'),
  rate('KWD', '59.6915'),
  rate('CZK', '0.8297'),
  rate('ISK', '0.14241'),
  rate('HUF', '0.0590'),
];
const of = (currency: Currency) => RATES.find((one) => one.currency === currency)!;

describe('what a card can be charged', () => {
  it('covers the fee: 50.00 € becomes 51.02 €', () => {
    expect(feeCover(Money.parse('50.00', 'EUR'), cardFee(EUR, EUR)).toString()).toBe('1.02');
    expect(feeCover(Money.parse('500', 'MDL'), cardFee(of('MDL'), EUR)).toString()).toBe('23.63');
  });

  it('leaves the whole gift after the fee, and not a unit more than needed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RATES), fc.bigInt({ min: 10n, max: 99_999_990n }), (one, minor) => {
        const step = one.currency === 'KWD' ? 10n : 1n;
        const gift = Money.ofMinor(minor - (minor % step), one.currency);
        const fee = cardFee(one, EUR);
        const gross = gift.plus(feeCover(gift, fee)).minor;
        const left = (charge: bigint) => charge * BigInt(10_000 - fee.basisPoints) - fee.fixed.minor * 10_000n;
        expect(gross % step).toBe(0n);
        expect(left(gross) >= gift.minor * 10_000n).toBe(true);
        expect(left(gross - step) < gift.minor * 10_000n).toBe(true);
      }),
    );
  });

  it('has a round smallest sum near 12 lei in every currency, never under the card company’s own', () => {
    expect(RATES.map((one) => smallestByCard(one).toString())).toEqual(
      ['0.60', '15.00', '0.80', '0.50', '50.00', '80', '0.300', '15.00', '100', '300.00'], // prettier-ignore
    );
    for (const one of RATES) expect(toLei(smallestByCard(one), one).compare(Money.parse('24', 'MDL'))).toBeLessThan(0);
  });

  it('refuses what cannot be charged, with the sum that can', () => {
    const refusal = (amount: Money) => {
      try {
        mustBeChargeable(amount, of(amount.currency));
        return null;
      } catch (error) {
        const { code, params } = error as { code: string; params: object };
        return { code, params };
      }
    };
    expect(refusal(Money.parse('0.59', 'EUR'))).toEqual({ code: 'amount-min', params: { min: Money.parse('0.60', 'EUR') } }); // prettier-ignore
    expect(refusal(Money.parse('1000000', 'EUR'))).toEqual({ code: 'amount-max', params: { max: Money.parse('999999.99', 'EUR') } }); // prettier-ignore
    expect(refusal(Money.parse('5.125', 'KWD'))).toEqual({ code: 'amount-step', params: { below: '5.12', above: '5.13', currency: 'KWD' } }); // prettier-ignore
    expect(refusal(Money.parse('9.995', 'KWD'))).toMatchObject({ params: { below: '9.99', above: '10' } });
    expect(() => mustBeChargeable(Money.parse('50', 'TMT'), rate('TMT', '5.1'))).toThrow(expect.objectContaining({ code: 'currency-not-by-card' })); // prettier-ignore
    const quote = () => quoteOf(Money.parse('999999.99', 'EUR'), { coverFee: true, rate: EUR, feeRate: EUR });
    expect(quote).toThrow(expect.objectContaining({ code: 'amount-max' }));
    expect(refusal(Money.parse('999999.99', 'EUR'))).toBeNull();
    expect(largestByCard('ISK').toString()).toBe('999999');
  });
});
