import { describe, expect, it } from '@jest/globals';
import { type CivilDate, Money } from '#libs/kernel/src/index.js';
import { formatDate } from './format.js';
import { langOf, quotable, sayIn } from './words.js';

describe("the reader's language", () => {
  it.each([
    [undefined, 'ro'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['it-IT,en;q=0.5', 'en'],
    ['mo', 'ro'],
    ['de', 'ro'],
  ])('%s → %s', (header, lang) => expect(langOf(header)).toBe(lang));
});

describe('a sum in a message', () => {
  it('is written by the formatter of its language, with the right plural', () => {
    const left = { left: Money.lei(20_000n) };
    expect(sayIn('ro')('error.refund-amount', left)).toBe(
      'Din această contribuție se mai pot întoarce: 200\u00a0de\u00a0lei.',
    );
    expect(sayIn('ru')('error.refund-amount', left)).toBe('Из этого взноса можно вернуть ещё 200\u00a0леев.');
    const min = { min: Money.parse('0.60', 'EUR') };
    expect(sayIn('en')('error.amount-min', min)).toContain('by card is €0.60.');
  });
});

describe('a day in a message', () => {
  it('is written by the formatter of its language', () => {
    const day = { day: '2027-01-31' as CivilDate };
    expect(sayIn('ro')('error.statement-future', day)).toContain(`la ${formatDate('ro', day.day)}.`);
    expect(sayIn('ru')('error.statement-future', day)).toContain(`, ${formatDate('ru', day.day)}.`);
  });
});

describe('a name between quotation marks', () => {
  it('has inner ones of its own', () => {
    expect(quotable('ro', 'grădinița „Ghiocel”')).toBe('grădinița «Ghiocel»');
    expect(quotable('ro', 'grădinița "Ghiocel"')).toBe('grădinița «Ghiocel»');
    expect(quotable('ru', 'сад «Гиочел»')).toBe('сад „Гиочел“');
    expect(quotable('en', 'The ‘Ghiocel’ roof and the mayor’s light')).toBe('The “Ghiocel” roof and the mayor’s light');
  });

  it('gets them from the sentence that quotes it, and only from that one', () => {
    const params = { project: 'Grădinița „Ghiocel”', place: 'Mihăileni' };
    expect(sayIn('ro')('share.text', { ...params, url: 'x' })).toContain('„Grădinița «Ghiocel»”');
    expect(sayIn('ro')('register.title', params)).toContain('Grădinița „Ghiocel”');
  });
});
