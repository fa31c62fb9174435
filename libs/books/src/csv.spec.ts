import { describe, expect, it } from '@jest/globals';
import { csvRow } from './csv.js';

describe('csvRow', () => {
  it('is RFC 4180', () => {
    expect(csvRow(['a', 'b,c', 'd "e"', 'f\ng', null, 5, ''])).toBe('a,"b,c","d ""e""","f\ng",,5,\r\n');
  });

  it('lets no text be a formula', () => {
    for (const evil of ['=1+1', '+1', '-1+1', '- 1', '@sum', '\t=1', '\r=1', ' =1', '＝1']) {
      const [cell] = csvRow([evil]).split('\r\n');
      expect(cell!.replace(/^"/, '')).toMatch(/^'/);
    }
    expect(csvRow(['50 = a half', '2026-01-01'])).toBe('50 = a half,2026-01-01\r\n');
  });

  it('lets no text be a formula where semicolons or lines part the cells', () => {
    expect(csvRow(['Ion;=1+1'])).toBe("Ion;'=1+1\r\n");
    expect(csvRow(['Ion; @sum;x'])).toBe("Ion;' @sum;x\r\n");
    expect(csvRow(['Ion\r\n=1+1'])).toBe('"Ion\r\n\'=1+1"\r\n');
    expect(csvRow(['Ion\t+1'])).toBe("Ion\t'+1\r\n");
    expect(csvRow(['una; două', 'a=b; c-d'])).toBe('una; două,a=b; c-d\r\n');
  });

  it('leaves numbers below zero numbers', () => {
    expect(csvRow(['-1', '-25000', '-250.00', -5])).toBe('-1,-25000,-250.00,-5\r\n');
  });
});
