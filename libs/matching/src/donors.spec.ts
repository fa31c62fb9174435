import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { donorsAmong } from './donors.js';

const gift = (donor: string, payer: string | null = null) => ({ donor, payer });

it('counts a person once, and whoever pays from one account as one, also through others', () => {
  expect(donorsAmong([])).toBe(0);
  expect(donorsAmong([gift('a'), gift('a'), gift('b')])).toBe(2);
  expect(donorsAmong([gift('a', 'X'), gift('b', 'X'), gift('c')])).toBe(2);
  expect(donorsAmong([gift('a', 'X'), gift('b', 'Y'), gift('c'), gift('d', 'Z'), gift('b', 'X'), gift('c', 'Z')])).toBe(2);
}); // prettier-ignore

it('comes to the same in whatever order, and never to more than there are people', () => {
  const some = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const gifts = fc.array(fc.tuple(some, fc.option(fc.constantFrom('X', 'Y', 'Z'))));
  fc.assert(
    fc.property(gifts, (list) => {
      const given = list.map(([person, payer]) => gift(person, payer));
      const count = donorsAmong(given);
      expect(donorsAmong([...given].reverse())).toBe(count);
      expect(count <= new Set(list.map(([person]) => person)).size).toBe(true);
    }),
  );
});
