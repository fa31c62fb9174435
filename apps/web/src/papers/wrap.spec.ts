import { expect, it } from '@jest/globals';
import { linesOf } from './wrap.js';

const widthOf = (words: string): number => words.length;

it('cuts at spaces, never after a hyphen, and keeps lines that were written as lines', () => {
  expect(linesOf('codul PL-639Y-KE la Ana-Maria', 12, widthOf)).toEqual(['codul', 'PL-639Y-KE', 'la Ana-Maria']);
  expect(linesOf('unu\n\ndoi trei', 5, widthOf)).toEqual(['unu', '', 'doi', 'trei']);
  expect(linesOf('', 5, widthOf)).toEqual(['']);
  // A space that is not to be cut at is a letter.
  expect(linesOf('1\u00a0000 lei', 6, widthOf)).toEqual(['1\u00a0000', 'lei']);
});

it('cuts inside only what is wider than a line', () => {
  expect(linesOf('la 0123456789abc da', 5, widthOf)).toEqual(['la', '01234', '56789', 'abc', 'da']);
});
