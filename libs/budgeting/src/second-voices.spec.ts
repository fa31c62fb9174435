import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PersonId } from '#libs/kernel/src/index.js';
import { secondVoices } from './second-voices.js';

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'] as PersonId[] as [PersonId, PersonId, PersonId, PersonId, PersonId];

describe('second voices', () => {
  it('are those of whoever came later', () => {
    expect(secondVoices([[a, b]], [a, b, c])).toEqual([b]);
    expect(secondVoices([[b, a]], [a, b, c])).toEqual([b]);
    expect(secondVoices([], [a, b, c])).toEqual([]);
  });

  it('are found by way of a third who has not voted', () => {
    const pairs = [
      [a, b],
      [a, c],
      [d, e],
    ] as const;
    expect(secondVoices(pairs, [b, c, e])).toEqual([c]);
  });

  it('leave one voice to everybody who is one, however the pairs lie', () => {
    const person = fc.integer({ min: 0, max: 7 }).map((n) => `p${n}` as PersonId);
    fc.assert(
      fc.property(fc.array(fc.tuple(person, person), { maxLength: 12 }), fc.uniqueArray(person), (pairs, voters) => {
        const classOf = new Map(voters.map((one) => [one, reached(one, pairs)]));
        const kept = voters.filter((one) => !secondVoices(pairs, voters).includes(one));
        expect(kept).toEqual(voters.filter((one, n) => !voters.slice(0, n).some((before) => classOf.get(one)!.has(before)))); // prettier-ignore
      }),
      { numRuns: 300 },
    );
  });
});

/** Everybody to whom a way of pairs leads. */
function reached(from: PersonId, pairs: readonly (readonly [PersonId, PersonId])[]): Set<PersonId> {
  const found = new Set([from]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [one, other] of pairs)
      if (found.has(one) || found.has(other)) {
        found.add(one);
        found.add(other);
      }
  }
  return found;
}
