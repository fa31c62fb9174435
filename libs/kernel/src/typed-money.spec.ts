import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Currency, DECIMALS } from './currency.js';
import { DomainError } from './domain-error.js';
import { Money } from './money.js';
import { typedMoney } from './typed-money.js';

const CURRENCIES = Object.keys(DECIMALS) as Currency[];
const currencies = fc.constantFrom(...CURRENCIES);
const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n - 1n });

function read(text: string, currency: Currency): string {
  try {
    return typedMoney(text, currency).toString();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('a sum as people type it', () => {
  it.each([
    ['50', '50.00'],
    [' 50,25 ', '50.25'],
    ['0', '0.00'],
    ['1 000,50', '1000.50'],
    ['1\u00a0000,50', '1000.50'],
    ['1\u202f000\u2009000', '1000000.00'],
    ["1'000", '1000.00'],
    ['1’000.50', '1000.50'],
    ['1.000,50', '1000.50'],
    ['1,000.50', '1000.50'],
    ['1,000,000', '1000000.00'],
    ['1.000.000,5', '1000000.50'],
    ['50 €', '50.00'],
    ['€50', '50.00'],
    ['EUR 50', '50.00'],
    ['50 eur', '50.00'],
    ['50\u00a0евро', '50.00'],
    ['\u200e50\u200f', '50.00'],
    ['1.005', 'amount-thousands'],
    ['1,000', 'amount-thousands'],
    ['0.005', 'amount-places'],
    ['1 000,500', 'amount-places'],
    ['1234.567', 'amount-places'],
    ['-5', 'amount-positive'],
    ['−5 €', 'amount-positive'],
    ['€-5', 'amount-positive'],
    ['(50)', 'amount-positive'],
    ['50 $', 'amount-currency'],
    ['50 lei', 'amount-currency'],
    ['£50', 'amount-currency'],
    ['50 MDL', 'amount-currency'],
    ['9'.repeat(40), 'amount-digits'],
    ['1e3', 'amount-format'],
    ['0x10', 'amount-format'],
    ['NaN', 'amount-format'],
    ['Infinity', 'amount-format'],
    ['', 'amount-format'],
    ['€', 'amount-format'],
    ['12.', 'amount-format'],
    ['1 2', 'amount-format'],
    ['12,345,6', 'amount-format'],
    ['1 000,000.50', 'amount-format'],
    ['5 mii', 'amount-format'],
    ['50-100', 'amount-format'],
    ['٣', 'amount-format'],
    ['५०', 'amount-format'],
  ])('%s € is %s', (text, what) => {
    expect(read(text, 'EUR')).toBe(what);
  });

  it.each([
    ['50 lei', 'MDL', '50.00'],
    ['20 de lei', 'MDL', '20.00'],
    ['100 леев', 'MDL', '100.00'],
    ['1 500 ₽', 'RUB', '1500.00'],
    ['500 kr', 'SEK', '500.00'],
    ['10,000', 'JPY', '10000'],
    ['10.000 円', 'JPY', '10000'],
    ['¥500', 'JPY', '500'],
    ['500.50', 'JPY', 'amount-places'],
    ['5', 'ISK', '5'],
    ['12.500', 'KWD', '12.500'],
    ['0,300', 'KWD', '0.300'],
    ['12,500', 'KWD', 'amount-thousands'],
    ['1,250.750 KD', 'KWD', '1250.750'],
    ['1.2345', 'KWD', 'amount-places'],
  ] as const)('%s in %s is %s', (text, currency, what) => {
    expect(read(text, currency)).toBe(what);
  });

  it('says what an unclear sum may mean', () => {
    expect(() => typedMoney('12.345 €', 'EUR')).toThrow(
      expect.objectContaining({ params: { currency: 'EUR', places: 2, typed: '12.345', whole: '12345' } }),
    );
  });

  it('reads whatever Plai itself writes as a decimal text', () => {
    fc.assert(
      fc.property(amounts, currencies, (minor, currency) => {
        const money = Money.ofMinor(minor, currency);
        expect(read(money.toString(), currency)).toBe(money.toString());
      }),
    );
  });

  it('reads the same sum however its thousands are kept apart and whatever mark its decimals have', () => {
    const styles = fc.constantFrom(...[' ', '\u00a0', '\u202f', "'", '’'].flatMap((gap) => [[gap, ','], [gap, '.']]), ['.', ','], [',', '.']); // prettier-ignore
    fc.assert(
      fc.property(amounts, currencies, styles, (minor, currency, [gap, mark]) => {
        const money = Money.ofMinor(minor, currency);
        const [whole, places] = money.toString().split('.');
        const text = whole!.replace(/\B(?=(\d{3})+$)/g, gap!) + (places ? mark! + places : '');
        const unclear = DECIMALS[currency] === 3 && mark === ',' && whole!.length < 4 && whole !== '0';
        expect(read(text, currency)).toBe(unclear ? 'amount-thousands' : money.toString());
      }),
    );
  });

  it('reads or refuses anything, and never another number than its digits', () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789.,- \u00a0'€$leiKWDe٣x"), maxLength: 16 });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), currencies, (typed, currency) => {
        const found = read(typed, currency);
        if (found.startsWith('amount-')) return;
        const digits = (one: string) => one.replace(/\D/g, '').replace(/^0+/, '');
        expect(digits(found).startsWith(digits(typed))).toBe(true);
        expect(digits(found).replace(digits(typed), '')).toMatch(/^0{0,3}$/);
      }),
    );
  });
});
