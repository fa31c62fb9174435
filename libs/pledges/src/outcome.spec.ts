import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#libs/kernel/src/index.js';
import { type CampaignStand, decideAfterCollecting, decideAtClosing, isReached } from './outcome.js';

const lei = (minor: number | bigint) => Money.lei(BigInt(minor));
const stand = (over: Partial<CampaignStand>): CampaignStand => ({
  model: 'all-or-nothing',
  minimum: lei(6_490_000),
  threshold: lei(6_814_500),
  promised: lei(0),
  held: lei(0),
  heldToStay: lei(0),
  smallestTier: null,
  ...over,
});

describe('how a campaign is decided', () => {
  it('all or nothing: promises need the buffer, held money does not', () => {
    expect(decideAtClosing(stand({ promised: lei(6_814_499) }))).toBe('failed');
    expect(decideAtClosing(stand({ promised: lei(6_814_500) }))).toBe('collecting');
    expect(decideAtClosing(stand({ promised: lei(6_814_499), held: lei(1) }))).toBe('collecting');
    expect(decideAtClosing(stand({ held: lei(6_490_000) }))).toBe('collecting');
    expect(decideAtClosing(stand({ held: lei(6_489_999) }))).toBe('failed');
  });

  it('after collecting only what is held counts, against the bare minimum', () => {
    expect(decideAfterCollecting(stand({ held: lei(6_490_000) }))).toBe('funded');
    expect(decideAfterCollecting(stand({ held: lei(6_489_999), promised: lei(9_999_999) }))).toBe('failed');
  });

  it('keep what is raised: every gift counts for the minimum, for less only those that may stay', () => {
    const keep = (held: number, stay: number, tier: number | null = null) =>
      decideAtClosing(stand({ model: 'keep', held: lei(held), heldToStay: lei(stay), smallestTier: tier === null ? null : lei(tier) })); // prettier-ignore
    expect(keep(0, 0)).toBe('failed');
    expect(keep(6_490_000, 0)).toBe('funded');
    expect(keep(100, 100)).toBe('funded-smaller');
    expect(keep(100, 0)).toBe('failed');
    expect(keep(6_000_000, 2_000_000, 2_000_000)).toBe('funded-smaller');
    expect(keep(6_000_000, 1_999_999, 2_000_000)).toBe('failed');
  });

  it('more money never turns a success into a failure', () => {
    const amount = fc.bigInt({ min: 0n, max: 20_000_000n });
    fc.assert(
      fc.property(amount, amount, amount, fc.constantFrom('keep', 'all-or-nothing'), (held, promised, more, model) => {
        const before = stand({ model, held: lei(held), heldToStay: lei(held), promised: lei(promised) });
        const after = stand({ model, held: lei(held + more), heldToStay: lei(held + more), promised: lei(promised) });
        if (decideAtClosing(before) !== 'failed') expect(decideAtClosing(after)).not.toBe('failed');
        if (isReached(before)) expect(isReached(after)).toBe(true);
      }),
    );
  });
});
