import { describe, expect, it } from '@jest/globals';
import { csvRow } from './csv.js';

describe('csvRow', () => {
  it('is RFC 4180', () => {
    expect(csvRow(['a', 'b,c', 'd "e"', 'f\ng', null, 5, ''])).toBe('a,"b,c","d ""e""","f\ng",,5,\r\n');
  });

  it('lets no text be a formula', () => {
    for (const evil of ['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', ' =1', '＝1']) {
      const [cell] = csvRow([evil]).split('\r\n');
      expect(cell!.replace(/^"/, '')).toMatch(/^'/);
    }
    expect(csvRow(['50 = a half', '2026-01-01'])).toBe('50 = a half,2026-01-01\r\n');
  });
});
