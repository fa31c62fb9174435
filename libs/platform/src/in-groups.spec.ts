import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InGroups } from './in-groups.js';

describe('works in groups', () => {
  /** Doubles numbers, notes its groups; 13 is refused, a group with 7 in it fails. */
  function doubling() {
    const groups: number[][] = [];
    const doubles = new InGroups<number, number>(async (items) => {
      groups.push([...items]);
      await sleep(20);
      if (items.includes(7)) throw new Error('not with 7');
      return items.map((n) => (n === 13 ? new Error('not 13') : n * 2));
    });
    return { doubles, groups };
  }

  it('answers each his own, and does together what came in one moment or while others were done', async () => {
    const { doubles, groups } = doubling();
    const first = [1, 2].map((n) => doubles.add(n));
    await sleep(10);
    const later = [3, 4, 5].map((n) => doubles.add(n));
    expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
    expect(await doubles.add(6)).toBe(12);
    expect(groups).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  it('refuses one without the others, and does a group that fails one by one', async () => {
    const { doubles, groups } = doubling();
    const outcomes = await Promise.allSettled([1, 13, 2].map((n) => doubles.add(n)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const failing = await Promise.allSettled([5, 7, 13].map((n) => doubles.add(n)));
    expect(failing.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([10, 'Error: not with 7', 'Error: not 13']); // prettier-ignore
    expect(groups).toEqual([[1, 13, 2], [5, 7, 13], [5], [7], [13]]);
  });

  it('tells all at once that the database is away, and asks it no more for them', async () => {
    let asked = 0;
    const away = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
    const groups = new InGroups<number, number>(() => {
      asked += 1;
      return Promise.reject(away);
    });
    const told = await Promise.allSettled([1, 2, 3].map((n) => groups.add(n)));
    expect(told).toEqual(told.map(() => ({ status: 'rejected', reason: away })));
    expect(asked).toBe(1);
  });

  it('does a group once more whose connection was lost, and no oftener', async () => {
    const groups: number[][] = [];
    let losses = 1;
    const doubles = new InGroups<number, number>((items) => {
      groups.push([...items]);
      losses -= 1;
      return losses < 0
        ? Promise.resolve(items.map((n) => n * 2))
        : Promise.reject(new Error('Connection terminated unexpectedly'));
    });
    expect(await Promise.all([1, 2].map((n) => doubles.add(n)))).toEqual([2, 4]);
    losses = 2;
    const lost = await Promise.allSettled([3, 4].map((n) => doubles.add(n)));
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups).toEqual([[1, 2], [1, 2], [3, 4], [3, 4]]); // prettier-ignore
  });

  it('takes a hundred at most at once, and keeps one line from another', async () => {
    const { doubles, groups } = doubling();
    await Promise.all(Array.from({ length: 250 }, (_, n) => doubles.add(n + 100, 'long')));
    expect(groups.map(({ length }) => length)).toEqual([100, 100, 50]);
    await Promise.all([doubles.add(1, 'a'), doubles.add(2, 'b')]);
    expect(groups.slice(3)).toEqual([[1], [2]]);
  });
});
