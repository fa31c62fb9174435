import { expect, it } from '@jest/globals';
import { countsOf, placeOf } from './counts.js';

it('a vote has four counts, and two where rolls are not told: the one that decides is the first', () => {
  expect(countsOf(true).map(({ roll, rule }) => `${roll} ${rule}`)).toEqual([
    'all mes_add1u',
    'all greedy_votes',
    'resident mes_add1u',
    'native mes_add1u',
  ]);
  expect(countsOf(false).map(({ roll }) => roll)).toEqual(['all', 'all']);
  expect([...countsOf(true)].reverse().sort((a, b) => placeOf(a) - placeOf(b))).toEqual(countsOf(true));
});
