import { describe, expect, it } from '@jest/globals';
import { printable } from './sheet.js';

describe('the letters of a paper', () => {
  it('write Romanian, Russian and English, and a twin for the two signs that they lack', () => {
    const plain = 'Șoldănești, țară, 20,50 €; «Ёлка» № 3 — ‘yes’… „da”';
    expect(printable(plain)).toBe(plain);
    expect(printable('r\u2011nul Orhei, 1\u202f000 lei')).toBe('r-nul Orhei, 1\u00a0000 lei');
    expect(printable('s\u0326')).toBe('\u0219');
  });

  it('say with a question mark what they cannot write, and never leave it out', () => {
    expect(printable('王 Li, שרה')).toBe('? Li, ???');
  });
});
