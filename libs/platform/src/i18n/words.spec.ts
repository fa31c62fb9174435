import { describe, expect, it } from '@jest/globals';
import { langOf } from './words.js';

describe("the reader's language", () => {
  it.each([
    [undefined, 'ro'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['it-IT,en;q=0.5', 'en'],
    ['mo', 'ro'],
    ['de', 'ro'],
  ])('%s → %s', (header, lang) => expect(langOf(header)).toBe(lang));
});
