import { describe, expect, it } from '@jest/globals';
import { moneyBand } from './gift-band.js';

/** How many stitches wide a row's stretches are, by the ground of their weave. */
const grounds = (woven: ReturnType<typeof moneyBand>, ground: string) =>
  woven[0]!.map((_, x) => woven.some((row) => row[x] === ground)).filter(Boolean).length;

describe('the band of a gift’s money', () => {
  it.each([
    [[1n, 1n], 240],
    [[1n, 1_000_000n], 240],
    [[999n, 1n, 1n, 1n, 1n], 240],
  ])('is as wide for any parts (%p)', (parts, width) => {
    const names = ['proven', 'spent', 'released', 'held', 'promised'] as const;
    const woven = moneyBand(parts.map((part, at) => ({ name: names[at]!, part })));
    expect([woven[0]!.length, new Set(woven.map((row) => row.length)).size]).toEqual([width, 1]);
  });

  it('shows the smallest part, and halves as halves', () => {
    const half = moneyBand([{ name: 'proven', part: 5n }, { name: 'held', part: 5n }]); // prettier-ignore
    expect([grounds(half, 'g'), grounds(half, 'l')]).toEqual([120, 120]);
    expect(grounds(moneyBand([{ name: 'proven', part: 1n }, { name: 'held', part: 1_000_000n }]), 'g')).toBe(5); // prettier-ignore
  });
});
