import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shownGroups, SMALL } from './groups.js';

const shown = (...voters: number[]) =>
  shownGroups(voters.map((n, place) => ({ name: `${place}`, voters: n }))).map(({ voters: n }) => n);

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

it('never leaves a single group, or fewer than five people, behind what is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 8 }), (sizes) => {
      const groups = sizes.map((voters) => ({ name: null, voters }));
      const seen = new Set(shownGroups(groups));
      const hidden = groups.filter((group) => group.voters > 0 && !seen.has(group));
      expect([...seen].every(({ voters }) => voters >= SMALL)).toBe(true);
      if (seen.size === 0 || hidden.length === 0) return;
      expect(hidden.length).toBeGreaterThan(1);
      expect(hidden.reduce((sum, { voters }) => sum + voters, 0)).toBeGreaterThanOrEqual(SMALL);
    }),
  );
});
