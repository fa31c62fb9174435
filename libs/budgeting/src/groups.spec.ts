import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEW } from '#libs/kernel/src/index.js';
import { shownGroups } from './groups.js';

const shown = (...voters: number[]) =>
  shownGroups(voters.map((n, place) => ({ name: `${place}`, voters: n, cells: [n] }))).map(({ voters: n }) => n);

it('shows groups of five and more', () => {
  expect(shown(5, 40, 7)).toEqual([5, 40, 7]);
  expect(shown(5, 0, 7)).toEqual([5, 7]);
});

it('hides small ones, and one more where a single one could be found by subtracting', () => {
  expect(shown(3, 2, 40, 12)).toEqual([40, 12]);
  expect(shown(4, 40, 12)).toEqual([40]);
  expect(shown(1, 2, 40, 12)).toEqual([40]);
  expect(shown(4, 40)).toEqual([]);
  expect(shown(4)).toEqual([]);
});

it('hides those with a few of a roll, which stand alone once the roll is taken away', () => {
  const rolled = (...rolls: [number, number][]) =>
    shownGroups(rolls.map(([one, other], place) => ({ name: `${place}`, voters: one + other, cells: [one, other] }))).map(({ name }) => name); // prettier-ignore
  expect(rolled([6, 0], [6, 7], [0, 5])).toEqual(['0', '1', '2']);
  expect(rolled([1, 5], [6, 0], [7, 0])).toEqual(['2']);
  expect(rolled([1, 5], [6, 0], [7, 5])).toEqual(['2']);
  expect(rolled([1, 5], [2, 6], [7, 0])).toEqual([]);
});

it('never leaves fewer than five people of a roll in a group, or behind what is missing', () => {
  const few = (n: number) => n > 0 && n < FEW;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 8 }), (sizes) => {
      const groups = sizes.map((cells) => ({ name: null, voters: cells[0] + cells[1], cells }));
      const seen = new Set(shownGroups(groups));
      const hidden = groups.filter((group) => !seen.has(group));
      for (const cell of [0, 1]) {
        expect([...seen].some(({ cells }) => few(cells[cell]!))).toBe(false);
        if (seen.size > 0) expect(few(hidden.reduce((sum, { cells }) => sum + cells[cell]!, 0))).toBe(false);
      }
    }),
  );
});

it('never leaves a single group, or fewer than five people, behind what is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 8 }), (sizes) => {
      const groups = sizes.map((voters) => ({ name: null, voters, cells: [voters] }));
      const seen = new Set(shownGroups(groups));
      const hidden = groups.filter((group) => group.voters > 0 && !seen.has(group));
      expect([...seen].every(({ voters }) => voters >= FEW)).toBe(true);
      if (seen.size === 0 || hidden.length === 0) return;
      expect(hidden.length).toBeGreaterThan(1);
      expect(hidden.reduce((sum, { voters }) => sum + voters, 0)).toBeGreaterThanOrEqual(FEW);
    }),
  );
});
