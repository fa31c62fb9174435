import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Counts, missingForQuorum, quorate, tally, toEnd, type VoteRule } from './tally.js';

const half: VoteRule = {
  quorumNum: 1,
  quorumDen: 2,
  majorityNum: 1,
  majorityDen: 2,
  strict: true,
  ofRoll: false,
  silence: 'refused',
  proxies: 0,
  paperAllowed: false,
};
const twoThirds: VoteRule = { ...half, quorumNum: 2, quorumDen: 3, majorityNum: 2, majorityDen: 3, strict: false };
const counts = (yes: number, no = 0, abstain = 0): Counts => ({ yes, no, abstain });

describe('quorum', () => {
  it('is reached at exactly half', () => {
    expect(quorate(half, 10, counts(5))).toBe(true);
    expect(quorate(half, 10, counts(4))).toBe(false);
    expect(quorate(half, 9, counts(4))).toBe(false);
    expect(quorate(half, 9, counts(5))).toBe(true);
  });

  it('needs five of seven for two thirds, abstentions counted', () => {
    expect(quorate(twoThirds, 7, counts(4))).toBe(false);
    expect(quorate(twoThirds, 7, counts(3, 1, 1))).toBe(true);
    expect(missingForQuorum(twoThirds, 7, counts(2, 1))).toBe(2);
    expect(missingForQuorum(twoThirds, 7, counts(7))).toBe(0);
  });

  it('is not reached by nobody, nor of nobody', () => {
    expect(quorate(half, 3, counts(0))).toBe(false);
    expect(quorate(half, 0, counts(0))).toBe(false);
    expect(missingForQuorum(half, 0, counts(0))).toBeNull();
  });
});

describe('tally', () => {
  const judge = (rule: VoteRule, entitled: number, got: Counts, inspectors?: 'accepted' | 'refused') =>
    tally({ rule, entitled, inspectors }, got);

  it('takes more than half, not half', () => {
    expect(judge(half, 4, counts(2, 2))).toMatchObject({ outcome: 'refused', ground: 'no-majority' });
    expect(judge(half, 4, counts(3, 1))).toMatchObject({ outcome: 'accepted', ground: 'majority' });
    expect(judge({ ...half, strict: false }, 4, counts(2, 2))).toMatchObject({ outcome: 'accepted' });
  });

  it('takes exactly two thirds and nothing less', () => {
    expect(judge(twoThirds, 6, counts(4, 2))).toMatchObject({ outcome: 'accepted' });
    expect(judge(twoThirds, 7, counts(4, 3))).toMatchObject({ outcome: 'refused' });
    expect(judge(twoThirds, 7, counts(2, 1, 4))).toMatchObject({ outcome: 'accepted' });
  });

  it('never accepts what nobody is for', () => {
    expect(judge({ ...half, strict: false }, 3, counts(0, 0, 3))).toMatchObject({ outcome: 'refused' });
    expect(judge({ ...half, silence: 'cast-decides', strict: false }, 0, counts(0))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('follows the silence rule when too few have voted', () => {
    expect(judge(half, 10, counts(4))).toEqual({ outcome: 'refused', ground: 'silence-refused', quorate: false });
    expect(judge({ ...half, silence: 'cast-decides' }, 10, counts(2, 1))).toEqual({
      outcome: 'accepted',
      ground: 'majority',
      quorate: false,
    });
    const inspectors: VoteRule = { ...half, silence: 'inspectors' };
    expect(judge(inspectors, 10, counts(0), 'accepted')).toMatchObject({
      outcome: 'accepted',
      ground: 'silence-inspectors',
    });
    expect(judge(inspectors, 10, counts(0), 'refused')).toMatchObject({ outcome: 'refused' });
    expect(judge(inspectors, 10, counts(0))).toMatchObject({ outcome: 'refused', ground: 'silence-refused' });
    expect(judge(inspectors, 10, counts(1, 4), 'accepted')).toMatchObject({ ground: 'no-majority' });
  });

  it('ends an association only by two thirds of all who may vote, or by more where its rule says so', () => {
    const ending = toEnd({ ...half, silence: 'cast-decides' });
    expect(judge(ending, 9, counts(6))).toMatchObject({ outcome: 'accepted' });
    expect(judge(ending, 9, counts(5, 0, 4))).toMatchObject({ outcome: 'refused', ground: 'no-majority' });
    expect(judge(ending, 9, counts(4))).toMatchObject({ outcome: 'refused', ground: 'silence-refused' });
    const higher = toEnd({ ...half, majorityNum: 3, majorityDen: 4 });
    expect(judge(higher, 8, counts(6))).toMatchObject({ outcome: 'refused' });
    expect(judge(higher, 8, counts(7))).toMatchObject({ outcome: 'accepted' });
    expect(toEnd(twoThirds)).toMatchObject({ majorityNum: 2, majorityDen: 3, strict: false, silence: 'refused' });
  });

  it('gains nothing by one more against, and loses nothing by one more for', () => {
    const few = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(few, few, few, fc.boolean(), (yes, no, abstain, strict) => {
        const rule = { ...twoThirds, strict };
        const entitled = yes + no + abstain + 1;
        const before = judge(rule, entitled, counts(yes, no, abstain));
        const forIt = judge(rule, entitled, counts(yes + 1, no, abstain));
        if (before.outcome === 'accepted') expect(forIt.outcome).toBe('accepted');
        const against = judge(rule, entitled, counts(yes, no + 1, abstain));
        if (before.ground === 'no-majority') expect(against.outcome).toBe('refused');
      }),
    );
  });
});
