import { describe, expect, it } from '@jest/globals';
import { inTurn } from './in-turn.js';

describe('works in turn', () => {
  it('keep none waiting for one that fails, and tell what failed', async () => {
    const done: number[] = [];
    const work = async (n: number) => {
      await Promise.resolve();
      if (n % 2 === 0) throw new Error(`not ${n}`);
      done.push(n);
    };
    await inTurn([1, 3], work);
    await expect(inTurn([1, 2, 3], work)).rejects.toThrow('not 2');
    await expect(inTurn([2, 3, 4], work)).rejects.toThrow('2 of 3 failed');
    expect(done).toEqual([1, 3, 1, 3, 3]);
  });
});
