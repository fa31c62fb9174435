import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DECIMALS, type Currency } from './currency.js';
import { Money } from './money.js';

const currencies = fc.constantFrom(...(Object.keys(DECIMALS) as Currency[]));

describe('Money', () => {
  it.each([
    ['50', 'JPY', 50n],
    ['50.5', 'EUR', 5050n],
    ['1.234', 'TND', 1234n],
  ] as const)('reads %s %s', (text, currency, minor) => {
    expect(Money.parse(text, currency).minor).toBe(minor);
  });

  it.each([
    ...['1e3', '-5', 'NaN', '', ' ', '0x10', '12.', '.5', '1 2', '1 200', '50,25', ' 50', '+5', '٣'].map((text) => [
      text,
      'amount-format',
    ]),
    ['1.005', 'amount-places'],
    ['1234567890123', 'amount-digits'],
  ])('refuses "%s" kindly: %s', (text, code) => {
    expect(() => Money.parse(text, 'EUR')).toThrow(
      expect.objectContaining({ code, params: { currency: 'EUR', places: 2 } }),
    );
  });

  it('has the decimals of ISO 4217 for every currency of its list', () => {
    const list = fs.readFileSync('libs/kernel/data/iso-4217-list-one.xml', 'utf8');
    const entries = [...list.matchAll(/<CcyNtry>(.*?)<\/CcyNtry>/gs)]
      .map((match) => match[1]!)
      .filter((text) => !text.includes('IsFund'));
    const decimals = entries.flatMap((text) => /<Ccy>(\w+)<.*<CcyMnrUnts>(\d)</s.exec(text)?.slice(1, 3) ?? []);
    const listed = Object.fromEntries(
      decimals.flatMap((one, index) => (index % 2 ? [] : [[one, Number(decimals[index + 1])]])),
    );
    delete listed.UYW;
    expect(DECIMALS).toEqual({ ...listed, XCG: 2 });
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 11n }), currencies, (minor, currency) => {
        const money = Money.ofMinor(minor, currency);
        expect(Money.parse(money.toString(), currency).minor).toBe(minor);
      }),
    );
  });

  it('allocates every unit, in the order of the largest remainders', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1 }),
        (minor, weights) => {
          fc.pre(weights.some((weight) => weight > 0n));
          const total = weights.reduce((sum, weight) => sum + weight, 0n);
          const shares = Money.lei(minor).allocate(weights);
          expect(shares.reduce((sum, share) => sum + share.minor, 0n)).toBe(minor);
          shares.forEach((share, index) => {
            const off = share.minor * total - minor * weights[index]!;
            expect(off < total && off > -total).toBe(true);
          });
        },
      ),
    );
  });

  it('gives the left-over bani of 100.00 among 3 to the first', () => {
    expect(Money.parse('100.00', 'EUR').allocate([1n, 1n, 1n]).map(String)).toEqual(['33.34', '33.33', '33.33']);
  });
});
