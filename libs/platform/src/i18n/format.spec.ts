import { describe, expect, it } from '@jest/globals';
import { Money, type Currency } from '#libs/kernel/src/index.js';
import { formatDate, formatMoment, formatMoney, formatMoneyRound, formatMoneyShort, formatNumber } from './format.js';
import { fold } from './text.js';
import { sayIn } from './words.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const money = (text: string, currency: Currency = 'MDL') => Money.parse(text, currency);

describe('sums as people read them', () => {
  it.each([
    ['1', '1 leu', '1 лей', '1 leu'],
    ['2', '2 lei', '2 лея', '2 lei'],
    ['19', '19 lei', '19 леев', '19 lei'],
    ['20', '20 de lei', '20 леев', '20 lei'],
    ['101', '101 lei', '101 лей', '101 lei'],
    ['7.16', '7,16 lei', '7,16 лея', '7.16 lei'],
    ['214350', '214 350 de lei', '214 350 леев', '214,350 lei'],
    ['981.50', '981,50 lei', '981,50 лея', '981.50 lei'],
  ])('%s lei', (amount, ro, ru, en) => {
    expect((['ro', 'ru', 'en'] as const).map((lang) => plain(formatMoney(lang, money(amount))))).toEqual([ro, ru, en]);
  });

  it('puts foreign signs where each language has them, and lei as a symbol in tables', () => {
    expect(plain(formatMoney('ro', money('50', 'EUR')))).toBe('50,00 €');
    expect(formatMoney('en', money('1250', 'EUR'))).toBe('€1,250.00');
    expect(plain(formatMoney('ru', money('100', 'CHF')))).toBe('100,00 CHF');
    expect(plain(formatMoneyShort('ro', money('214350')))).toBe('214 350 lei');
    expect(formatMoneyRound('en', money('1000', 'USD'))).toBe('$1,000');
    expect(plain(formatMoneyRound('ro', money('20000', 'USD')))).toBe('20 000 $');
    expect(plain(formatMoneyRound('en', money('1000.50', 'RON')))).toBe('RON 1,000.50');
    expect(formatNumber('ro', -1306)).toBe('−1\u00a0306');
  });
});

describe('dates, plurals, search', () => {
  it('writes days and hours of Chișinău', () => {
    const at = new Date('2026-12-14T16:00:00Z');
    expect((['ro', 'ru', 'en'] as const).map((lang) => plain(formatDate(lang, at)))).toEqual([
      '14 decembrie 2026',
      '14 декабря 2026 года',
      '14 December 2026',
    ]);
    expect(plain(formatMoment('ro', at))).toBe('14 decembrie 2026, ora 18:00 (ora Chișinăului)');
  });

  it('counts with the right form', () => {
    const days = (n: number) => plain(sayIn('ro')('unit.days', { n }));
    expect([0, 1, 2, 19, 20, 101, 120].map(days)).toEqual([
      '0 zile',
      '1 zi',
      '2 zile',
      '19 zile',
      '20 de zile',
      '101 zile',
      '120 de zile',
    ]);
  });

  it('folds every spelling of ș and ț', () => {
    expect(['Strășeni', 'Străşeni', 'STRASENI'].map(fold)).toEqual(['straseni', 'straseni', 'straseni']);
  });
});
