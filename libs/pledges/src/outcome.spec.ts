import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, newId } from '#libs/kernel/src/index.js';
import { type CampaignStand, decideAfterCollecting, decideAtClosing, isReached, missingOf, type Outcome } from './outcome.js'; // prettier-ignore

const lei = (minor: number | bigint) => Money.lei(BigInt(minor));
const stand = (over: Partial<CampaignStand>): CampaignStand => ({
  model: 'all-or-nothing',
  minimum: lei(6_490_000),
  threshold: lei(6_814_500),
  optimum: lei(7_950_000),
  floor: lei(0),
  promised: lei(0),
  held: lei(0),
  staying: { promised: lei(0), held: lei(0) },
  tiers: [],
  extension: null,
  ...over,
});
const [small, middle] = [newId<'ScopeTier'>(), newId<'ScopeTier'>()];
/** Two versions below the whole of 79,500 lei: one that lacks 64,900, one that lacks 70,000. */
const tiers = [
  { id: small, lacking: lei(6_490_000) },
  { id: middle, lacking: lei(7_000_000) },
];
const promisedOf = (all: number, staying = all) =>
  ({ promised: lei(all), staying: { promised: lei(staying), held: lei(0) } }) as const;
const heldOf = (all: number, staying = all) =>
  ({ held: lei(all), staying: { promised: lei(0), held: lei(staying) } }) as const;
const said = ({ decision, tierId }: Outcome) => (tierId ? `${decision} ${tierId === small ? 'small' : 'middle'}` : decision); // prettier-ignore

describe('how a campaign is decided', () => {
  it('all or nothing: promises need the buffer, held money does not', () => {
    const closed = (over: Partial<CampaignStand>) => said(decideAtClosing(stand(over)));
    expect(closed({ promised: lei(6_814_499) })).toBe('failed');
    expect(closed({ promised: lei(6_814_500) })).toBe('collecting');
    expect(closed({ promised: lei(6_814_499), held: lei(1) })).toBe('collecting');
    expect(closed({ held: lei(6_490_000) })).toBe('collecting');
    expect(closed({ held: lei(6_489_999) })).toBe('failed');
  });

  it('after collecting only what is held counts, against the bare minimum', () => {
    expect(said(decideAfterCollecting(stand({ held: lei(6_490_000) })))).toBe('funded');
    expect(said(decideAfterCollecting(stand({ held: lei(6_489_999), promised: lei(9_999_999) })))).toBe('failed');
  });

  it('with smaller versions every gift counts for the whole, for less only those that may stay; the largest is built', () => {
    const closed = (over: Partial<CampaignStand>) => said(decideAtClosing(stand({ tiers, ...over })));
    expect(closed(promisedOf(7_950_000, 0))).toBe('collecting');
    expect(closed(promisedOf(7_949_999, 0))).toBe('failed');
    expect(closed(promisedOf(7_949_999, 6_814_499))).toBe('failed');
    expect(closed(promisedOf(7_949_999, 6_814_500))).toBe('collecting small');
    expect(closed(promisedOf(7_324_499))).toBe('collecting small');
    expect(closed(promisedOf(7_324_500))).toBe('collecting middle');
    const paid = (over: Partial<CampaignStand>) => said(decideAfterCollecting(stand({ tiers, ...over })));
    expect(paid(heldOf(7_950_000, 0))).toBe('funded');
    expect(paid(heldOf(7_949_999, 7_000_000))).toBe('funded-smaller middle');
    expect(paid(heldOf(7_949_999, 6_999_999))).toBe('funded-smaller small');
    expect(paid(heldOf(7_949_999, 6_489_999))).toBe('failed');
  });

  it('builds no version with fewer of the people than its programme wants', () => {
    const cheap = [{ id: small, lacking: lei(3_050_000) }];
    const keep = (held: number) => said(decideAtClosing(stand({ model: 'keep', tiers: cheap, floor: lei(6_490_000), ...heldOf(held) }))); // prettier-ignore
    expect(keep(6_489_999)).toBe('failed');
    expect(keep(6_490_000)).toBe('funded-smaller small');
  });

  it('keep what is raised: every gift counts for the minimum, for less only those that may stay', () => {
    const keep = (held: number, stay: number, lacking: number | null = null) =>
      said(decideAtClosing(stand({ model: 'keep', ...heldOf(held, stay), tiers: lacking === null ? [] : [{ id: small, lacking: lei(lacking) }] }))); // prettier-ignore
    expect(keep(0, 0)).toBe('failed');
    expect(keep(6_490_000, 0)).toBe('funded');
    expect(keep(100, 100)).toBe('funded-smaller');
    expect(keep(100, 0)).toBe('failed');
    expect(keep(6_000_000, 2_000_000, 2_000_000)).toBe('funded-smaller small');
    expect(keep(6_000_000, 1_999_999, 2_000_000)).toBe('failed');
  });

  it('goes on once where it would fail and has come as far as its rule asks, all gifts counting', () => {
    const closed = (minor: number, atBp: number | null) =>
      said(decideAtClosing(stand({ tiers, ...promisedOf(minor, 0), extension: atBp === null ? null : { atBp } })));
    expect(closed(3_893_999, 6000)).toBe('failed');
    expect(closed(3_894_000, 6000)).toBe('extended');
    expect(closed(3_894_000, null)).toBe('failed');
    expect(closed(7_950_000, 6000)).toBe('collecting');
  });

  it('says what is missing by the shorter way', () => {
    expect(missingOf(stand({ tiers, ...promisedOf(7_000_000, 1_000_000) }))).toEqual(lei(950_000));
    expect(missingOf(stand({ tiers, ...promisedOf(6_000_000) }))).toEqual(lei(814_500));
  });

  const RANK = ['failed', 'extended', 'funded-smaller', 'collecting', 'funded'];
  const size = ({ decision, tierId }: Outcome) =>
    [RANK.indexOf(decision), tierId === small ? 0 : tierId === middle ? 1 : 2] as const;

  it('more money never makes less of it, nothing is missing exactly when it may be closed, and the same is decided twice', () => {
    const amount = fc.bigInt({ min: 0n, max: 9_000_000n });
    const part = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        fc.record({ held: amount, promised: amount, more: amount, stay: part, late: part }),
        fc.record({ model: fc.constantFrom('keep' as const, 'all-or-nothing' as const), some: fc.boolean(), atBp: fc.constantFrom(null, 1, 6000) }), // prettier-ignore
        ({ held, promised, more, stay, late }, { model, some, atBp }) => {
          const of = (sum: bigint, percent: number) => (sum * BigInt(percent)) / 100n;
          const staying = { promised: lei(of(promised, stay)), held: lei(of(held, stay)) };
          const rules = { model, tiers: some ? tiers : [], extension: atBp === null ? null : { atBp } };
          const before = stand({ ...rules, held: lei(held), promised: lei(promised), staying });
          const after = stand({
            ...{ ...rules, held: lei(held + more), promised: lei(promised) },
            staying: { ...staying, held: staying.held.plus(lei(of(more, late))) },
          });
          for (const decide of [decideAtClosing, decideAfterCollecting]) {
            const [first, second] = [size(decide(before)), size(decide(after))];
            expect(second[0] > first[0] || (second[0] === first[0] && second[1] >= first[1])).toBe(true);
            expect(decide(before)).toEqual(decide(before));
          }
          if (isReached(before)) expect(isReached(after)).toBe(true);
          if (!isReached(before)) expect(missingOf(before).isPositive()).toBe(true);
        },
      ),
    );
  });
});
