import { describe, expect, it } from '@jest/globals';
import { oneLine, plainCode, refIn, refOf } from './text.js';

describe('texts of people', () => {
  it('are one line of what can be seen', () => {
    expect(oneLine('  Ion\u202e \r\n\u0000 Rusu\u200b ')).toBe('Ion Rusu');
    expect(oneLine('s\u0326')).toBe('\u0219');
    expect(oneLine('\u2066 \t')).toBe('');
    expect(oneLine('Ion\ud800 Rusu \udc00')).toBe('Ion Rusu');
  });
});

describe('codes', () => {
  it('are the same however they are written', () => {
    for (const text of ['PL-7KQ2-M4', 'pl 7kq2m4', ' 7kq2/m4 ', '7KQ2–M4'])
      expect(refIn('PL', text)).toBe('PL-7KQ2-M4');
    expect(plainCode('7kq2 · m4x9')).toBe('7KQ2M4X9');
    expect(plainCode('ßﬃa')).toBe('A');
    expect(refOf('FD', '7KQ2M4')).toBe('FD-7KQ2-M4');
  });
});
