import { describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Signing } from './assembly.js';
import { maySignAs, type Signer } from './signing.js';

const ANA = 'ana' as PersonId;
const ION = 'ion' as PersonId;
const VERA = 'vera' as PersonId;
const DAN = 'dan' as PersonId;

const one = (id: PersonId, ...roles: readonly Role[]): Signer => ({ id, roles, onRoll: true });
const as = (people: readonly Signer[], chairId: PersonId | null, ...signed: readonly [PersonId, Signing][]) =>
  people.map(({ id }) => maySignAs(id, people, { chairId, signed: signed.map(([personId, office]) => ({ personId, office })) })); // prettier-ignore

describe('who may sign the minutes', () => {
  it('is the president of the assembly or of now, and one of the other officers', () => {
    const people = [one(ANA, 'president'), one(ION, 'treasurer', 'member'), one(VERA, 'member'), one(DAN, 'inspector')];
    expect(as(people, ANA)).toEqual(['chair', 'secretary', null, 'secretary']);
    expect(as(people, VERA)).toEqual(['chair', 'secretary', 'chair', 'secretary']);
    expect(as(people, VERA, [VERA, 'chair'])).toEqual([null, 'secretary', null, 'secretary']);
    expect(as(people, ANA, [ANA, 'chair'], [DAN, 'secretary'])).toEqual([null, null, null, null]);
  });

  it('is a member who was on the roll where there is no second officer', () => {
    const people = [one(ANA, 'president'), one(ION, 'member'), { ...one(VERA, 'member'), onRoll: false }];
    expect(as(people, ANA)).toEqual(['chair', 'secretary', null]);
    expect(as(people, ANA, [ION, 'secretary'])).toEqual(['chair', null, null]);
  });

  it('leaves the minutes of before to the president of then, and to the members where he is gone', () => {
    // He signed as the secretary and is president now.
    const people = [one(ANA, 'president'), one(ION, 'member'), one(VERA, 'member')];
    expect(as(people, ION, [ANA, 'secretary'])).toEqual([null, 'chair', null]);
    expect(as(people, DAN, [ANA, 'secretary'])).toEqual([null, 'chair', 'chair']);
  });
});
