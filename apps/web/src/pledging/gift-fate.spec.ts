import { describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { type Fate, fateOf } from './gift-fate.js';

type Gift = Parameters<typeof fateOf>[0];
const tierId = newId<'ScopeTier'>();
const gift = (state: Gift['state'], over: Partial<Gift> = {}): Gift =>
  ({ state, shortfall: 'return', way: 'card-now', attempts: 0, promisedAt: null, ...over }); // prettier-ignore
const later = { way: 'card-later', promisedAt: new Date(0) } as const;
const [whole, smaller] = [null, tierId];

describe('what a decision over its campaign means for a gift', () => {
  const rows: readonly (readonly [what: string, Gift, Parameters<typeof fateOf>[1], Parameters<typeof fateOf>[2], Fate | null])[] = [
    ['a promise, extended', gift('promised', later), { decision: 'extended', tierId: whole }, null, 'extended'],
    ['a gift sent back before, extended', gift('refunded'), { decision: 'extended', tierId: whole }, { why: 'asked' }, null],
    ['a promise while cards are charged', gift('promised', later), { decision: 'collecting', tierId: whole }, null, 'collecting'],
    ['all or nothing, when less is collected for', gift('promised', later), { decision: 'collecting', tierId: smaller }, null, 'released'],
    ['the smaller work, when less is collected for', gift('charging', { ...later, shortfall: 'smaller', attempts: 1 }), { decision: 'collecting', tierId: smaller }, null, 'collecting'],
    ['a transfer that has not come', gift('awaited', { way: 'transfer' }), { decision: 'funded', tierId: whole }, null, 'late'],
    ['cash on its way', gift('awaited', { way: 'cash' }), { decision: 'funded', tierId: whole }, null, null],
    ['a gift to all of it', gift('counted'), { decision: 'funded', tierId: whole }, null, 'funded'],
    ['a card that was declined to the end', gift('lapsed', { ...later, attempts: 2 }), { decision: 'funded', tierId: whole }, null, null],
    ['all or nothing, of a smaller work', gift('counted'), { decision: 'funded-smaller', tierId: smaller }, null, 'smaller-back'],
    ['the same on its way back', gift('refunded'), { decision: 'funded-smaller', tierId: smaller }, { why: 'smaller' }, 'smaller-back'],
    ['the same taken back before', gift('refunded'), { decision: 'funded-smaller', tierId: smaller }, null, null],
    ['the same never charged', gift('lapsed', later), { decision: 'funded-smaller', tierId: smaller }, null, 'released'],
    ['one that may stay, of a smaller work', gift('counted', { shortfall: 'next' }), { decision: 'funded-smaller', tierId: smaller }, null, 'smaller'],
    ['a gift to what failed', gift('counted'), { decision: 'failed', tierId: whole }, null, 'failed'],
    ['one that went on', gift('moved', { shortfall: 'next' }), { decision: 'failed', tierId: whole }, null, 'failed'],
    ['a promise to what failed', gift('lapsed', later), { decision: 'failed', tierId: whole }, null, 'failed'],
    ['a withdrawn one', gift('withdrawn', later), { decision: 'failed', tierId: whole }, null, null],
  ]; // prettier-ignore
  it.each(rows)('%s', (_what, one, decided, back, fate) => {
    expect(fateOf(one, decided, back)).toBe(fate);
  });
});
