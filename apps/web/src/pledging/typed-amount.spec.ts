import { describe, expect, it } from '@jest/globals';
import { Money } from '#libs/kernel/src/index.js';
import { typedAmount } from './typed-amount.js';

describe('a sum as people type it', () => {
  it.each([
    ['50', '50.00'],
    ['50,25', '50.25'],
    ['1 000,50', '1000.50'],
    ['1,000.50', '1000.50'],
    ['1.000,50', '1000.50'],
    ['1,000,000', '1000000.00'],
    ['50 €', '50.00'],
    ['€50', '50.00'],
    ['50 eur', '50.00'],
  ])('%s is %s', (text, sum) => {
    expect(Money.parse(typedAmount(text, 'EUR'), 'EUR').toString()).toBe(sum);
  });

  it.each(['1,000', '1.000', '50 $', '12,345,6', '1e3', '-5', '', '€'])('%s may mean something else', (text) => {
    expect(() => Money.parse(typedAmount(text, 'EUR'), 'EUR')).toThrow();
  });
});
