import { describe, expect, it } from '@jest/globals';
import { restAfter } from './queue.js';

describe('a job that failed', () => {
  it('rests twice as long each time, and never longer than a quarter of an hour', () => {
    expect([1, 2, 3, 11, 12, 999].map(restAfter)).toEqual([500, 1_000, 2_000, 512_000, 900_000, 900_000]);
  });
});
